// Like AWS IAM Identity Center: one value of each list, names that must be there, groups without members.
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

const one = list => list.length > 0 ? [list.find(element => element.primary) ?? list[0]] : undefined;

target({
  can: { sort: false, projection: false, pageSize: 50 },

  User: {
    can: { filters: { operators: ["eq"], attributes: ["userName", "externalId", "groups.value"] } },
    attributes: [
      ...["emails", "phoneNumbers", "addresses"].map(name => map(name, name, { write: one, read: true })),
      map("displayName", "displayName", { default: user => `${user.name.givenName} ${user.name.familyName}` }),
      ...["password", "photos", "ims", "x509Certificates", "entitlements", "roles", "urn:acme:2.0:User"].map(name => drop(name)),
      drop(`${enterprise}:manager.displayName`)
    ]
  },

  Group: {
    can: { put: false, replaceMembers: false, patchMembers: 100, members: { via: "users" }, filters: { operators: ["eq"], attributes: ["displayName", "externalId"] } }
  }
});
