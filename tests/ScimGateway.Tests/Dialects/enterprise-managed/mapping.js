// Like GitHub with enterprise managed users: a short list of attributes, an externalId that must be there, a DELETE that nobody wants.
const asIs = name => map(name, name);

target({
  can: { sort: false, projection: false },

  User: {
    only: true,
    can: { delete: "deactivate", filters: { operators: ["eq"], attributes: ["userName", "externalId", "displayName"], caseExact: true } },
    attributes: [
      ...["userName", "name", "displayName", "active"].map(asIs),
      map("roles", "roles", { write: roles => roles.length > 0 ? roles.map(({ value, primary }) => ({ value, primary })) : undefined, read: true }),
      map("emails", "emails", { defaultType: "work" }),
      map("externalId", "externalId", { default: user => user.userName })
    ]
  },

  Group: {
    only: true,
    can: { filters: { operators: ["eq"], attributes: ["displayName", "externalId"] } },
    attributes: [asIs("displayName"), asIs("members"), map("externalId", "externalId", { default: group => group.displayName })]
  }
});
