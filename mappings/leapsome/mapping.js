/// <reference path="../scim-gateway.d.ts" />
// Leapsome: SCIM 2-like bodies on a v1 path. A PATCH is a partial resource that is merged, there is no PUT, and users are
// deactivated instead of deleted.
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const acme = "urn:acme:2.0:User"; // the company's own attributes, as its identity provider sends them

const colleague = { type: "User", by: "id", names: ["id", "userName"], missing: "defer" };

target({
  can: { put: false, patch: "merge", sort: false, projection: false },
  create: { empty: "exists" }, // 201 with {}: the user was there already
  mediaType: "application/json",

  User: {
    can: {
      delete: "deactivate",
      filters: { operators: ["eq"], attributes: ["userName"], quoted: false },
      pageSize: 5000
    },
    merge: { always: ["userName"] },
    attributes: [
      // Written as a string, read as an object. Who is named must be there; a read by an id that nobody has finds an externalId.
      map(`${enterprise}:manager`, `${enterprise}:manager`, {
        write: manager => typeof manager === "string" ? manager : manager.value,
        read: manager => typeof manager === "string"
          ? { value: manager }
          : { value: manager.managerId, displayName: manager.displayName },
        reference: colleague
      }),
      map(`${acme}:additionalManagers`, `${enterprise}:additionalManagers`, {
        write: managers => typeof managers === "string" ? managers.split(/\s*,\s*/) : managers,
        read: managers => managers.map(manager => typeof manager === "string" ? manager : manager.managerId),
        reference: { ...colleague, list: true }
      }),
      map(`${acme}:startDate`, `${enterprise}:startDate`, { convert: "date" }),
      map(`${acme}:endDate`, `${enterprise}:endDate`, { convert: "date" }),
      map(`${acme}:birthday`, `${enterprise}:birthday`, { convert: "date" }),
      map(`${acme}:gender`, `${enterprise}:gender`, { convert: "lower" }),
      map(`${acme}:employmentType`, `${enterprise}:employmentType`, { values: { Employee: "internal", Contractor: "external" } }),
      map(`${acme}:level`, `${enterprise}:level`),
      map(`${acme}:location`, `${enterprise}:location`),
      // A custom attribute: its key is the id that Leapsome's settings show. Put your own here.
      map(`${acme}:shirtSize`, `${enterprise}:5f2b6c1d9e8a7b0c3d4e5f60`)
    ],
    // Answers repeat the manager at the top, where no schema looks for him and no client should find him to send him back.
    fromTarget: ({ manager, ...user }) => user
  },

  Group: {
    can: {
      delete: "empty",
      filters: { operators: ["eq"], attributes: ["displayName"], quoted: false },
      membersReturned: false,
      patchMembers: 100,
      pageSize: 1000
    },
    merge: { replaceMembersFlag: "replaceMembers" }
  },

  errors: [
    { status: 401, body: /does not exist/i, become: { status: 404 } },  // a missing group
    { status: 400, body: /already exists/i, become: { status: 409, scimType: "uniqueness" } }
  ]
});
