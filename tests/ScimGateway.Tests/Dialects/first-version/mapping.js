// SCIM 1.1: old URNs, a PATCH that merges, the manager's id under another name.
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const old = "urn:scim:schemas:extension:enterprise:1.0";

const toFirst = resource => ({ ...resource, schemas: ["urn:scim:schemas:core:1.0"] });
const current = ({ schemas, ...resource }) => resource; // the gateway says what it is

target({
  can: { patch: "scim11", sort: false, projection: false },
  mediaType: "application/json",

  User: {
    can: { filters: { operators: ["eq"], attributes: ["userName", "externalId"] } },
    attributes: [
      ...["employeeNumber", "costCenter", "organization", "division", "department"].map(name => map(`${enterprise}:${name}`, `${old}:${name}`)),
      map(`${enterprise}:manager.value`, `${old}:manager.managerId`),
      map(`${enterprise}:manager.displayName`, `${old}:manager.displayName`),
      drop("urn:acme:2.0:User")
    ],
    toTarget: toFirst,
    fromTarget: current
  },

  Group: {
    can: { filters: { operators: ["eq"], attributes: ["displayName"] } },
    toTarget: toFirst,
    fromTarget: current
  }
});
