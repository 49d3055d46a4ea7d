/// <reference path="../scim-gateway.d.ts" />
// AlexisHR's plain API is read only: "import users". A write gets a clear error from the gateway and never leaves it.
target({
  can: {
    create: false, put: false, patch: false, delete: false,
    filters: { operators: ["eq"], attributes: ["userName", "externalId", "id"] },
    sort: false, projection: false
  },
  User: {}
});
