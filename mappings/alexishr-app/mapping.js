/// <reference path="../scim-gateway.d.ts" />
// AlexisHR as an application of Okta or JumpCloud: people are created, changed and deactivated there, and groups with them. Its plain API, which can
// only be read, is the mapping alexishr.

// A create requires them all, and takes an empty list. A client's own value comes first.
const required = (value, names) => names.map(name => map(name, name, { default: value }));

target({
  can: { patch: false, sort: false, projection: false },

  User: {
    can: { delete: "deactivate", filters: { operators: ["eq"], attributes: ["userName", "externalId", "id"] } },
    attributes: [
      ...required([], ["emails", "phoneNumbers", "photos", "addresses"]),
      ...required({}, ["name"]),
      ...required(true, ["active"]),
      ...required({ resourceType: "User" }, ["meta"])
    ]
  },

  Group: {
    can: { filters: { operators: ["eq"], attributes: ["displayName", "externalId", "id"] } }
  },

  errors: [
    { body: /already exists/i, become: { status: 409, scimType: "uniqueness" } }
  ]
});
