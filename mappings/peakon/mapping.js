/// <reference path="../scim-gateway.d.ts" />
// Peakon (Workday Peakon Employee Voice): users only. Its own attributes are named as people read them, with spaces, which no
// PATCH path and no filter can say: changes go as PUT.
const peakon = "urn:ietf:params:scim:schemas:extension:peakon:2.0:User";
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const acme = "urn:acme:2.0:User"; // the company's own attributes, as its identity provider sends them

// A PUT keeps what it leaves out (its connector guide), and how a value is cleared is not documented. null is RFC 7643's word for no value (section
// 2.5): try it with one employee. Without empty a row refuses to clear, as employeeNumber does, by which he is found.
const empty = null;
const cleared = (empty, names) => names.map(name => map(name, name, { empty }));

target({
  can: {
    patch: false,
    put: "merge",
    delete: true,
    filters: { operators: ["eq"], attributes: ["userName", "externalId", "id", "emails", `${enterprise}:employeeNumber`] },
    sort: false,
    projection: false,
    pageSize: 50
  },

  // A create takes the basic fields only: an attribute that names an employee must find that employee there already. When the update that brings
  // the rest fails, the rest is owed; a create that is sent again finds the employee by the userName and goes on.
  create: {
    only: ["userName", "externalId", "name", "locale", "timezone", "active", `${enterprise}:employeeNumber`],
    then: "update", ifUpdateFails: "owe", adopt: "userName"
  },

  User: {
    attributes: [
      map("title", `${peakon}:Job Title`, { empty }),
      map(`${enterprise}:department`, `${peakon}:Team`, { empty }),
      map(`${enterprise}:division`, `${peakon}:Business Unit`, { empty }),
      // An e-mail at Peakon, of an employee who exists.
      map(`${enterprise}:manager.value`, `${peakon}:Manager`, {
        reference: { type: "User", by: "userName", names: ["id", "userName", "externalId"], missing: "defer" },
        empty
      }),
      drop(`${enterprise}:manager`),
      map(`${acme}:birthday`, `${peakon}:Date of Birth`, { convert: "date", empty }),
      map(`${acme}:gender`, `${peakon}:Gender`, { values: { male: "Male", female: "Female", diverse: "Diverse" }, empty }),
      map(`${acme}:weeklyHours`, `${peakon}:Weekly Hours`, { convert: "integer", empty }),
      ...cleared(null, ["externalId", "displayName", "nickName", "locale", "timezone"]),
      ...cleared([], ["emails", "phoneNumbers", "addresses", "photos"])
    ]
  },

  errors: [
    { status: 400, body: /already exists|has already been taken/i, become: { status: 409, scimType: "uniqueness" } }
  ]
});
