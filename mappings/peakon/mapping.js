/// <reference path="../scim-gateway.d.ts" />
// Peakon (Workday Peakon Employee Voice): users only. Its own attributes are named as people read them, with spaces, which no
// PATCH path and no filter can say: changes go as PUT.
const peakon = "urn:ietf:params:scim:schemas:extension:peakon:2.0:User";
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const acme = "urn:acme:2.0:User"; // the company's own attributes, as its identity provider sends them

target({
  can: {
    patch: false,
    put: true,
    delete: true,
    filters: { operators: ["eq"], attributes: ["userName", "externalId", "id", "emails", "emails.value", `${enterprise}:employeeNumber`] },
    sort: false,
    projection: false,
    pageSize: 50
  },

  // A create takes the basic fields only: an attribute that names an employee must find that employee there already.
  create: { only: ["userName", "externalId", "name", "locale", "timezone", "active", `${enterprise}:employeeNumber`], then: "update" },

  User: {
    attributes: [
      map("title", `${peakon}:Job Title`),
      map(`${enterprise}:department`, `${peakon}:Team`),
      map(`${enterprise}:division`, `${peakon}:Business Unit`),
      map(`${enterprise}:manager.value`, `${peakon}:Manager`, { reference: { type: "User", by: "userName" } }),
      drop(`${enterprise}:manager`),
      map(`${acme}:birthday`, `${peakon}:Date of Birth`, { convert: "date" }),
      map(`${acme}:gender`, `${peakon}:Gender`, { values: { male: "Male", female: "Female", diverse: "Diverse" } }),
      map(`${acme}:weeklyHours`, `${peakon}:Weekly Hours`, { convert: "integer" })
    ]
  },

  errors: [
    { status: 400, body: /already exists|has already been taken/i, become: { status: 409, scimType: "uniqueness" } }
  ]
});
