// An HR system whose vendor has heard of SCIM.
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

target({
  can: { patch: false, sort: false, projection: false, paging: "none" },
  mediaType: "application/json",

  User: {
    path: "/people",
    only: true,
    can: { filters: { operators: ["eq"], attributes: ["login"] } },
    attributes: [
      map("userName", "login", { convert: "lower" }),
      map(["name.familyName", "name.givenName"], "fullName", { convert: "join:, " }),
      map("active", "enabled", { convert: "boolean:Y/N", default: true }),
      map("urn:acme:2.0:User:birthday", "born", { convert: "date:dd/MM/yyyy" }),
      map('phoneNumbers[type eq "work"].value', "phone", { convert: "digits" }),
      map('emails[type eq "work"].value', "mail"),
      map("roles", "roleText", { convert: "list:," }),
      map(`${enterprise}:department`, "department"),
      map(`${enterprise}:manager.value`, "boss", { reference: { type: "User", by: "userName" } }),
      map("userType", "kind", { values: { Employee: "E", Contractor: "C" }, otherwise: "refuse", default: "Employee" }),
      map("title", "jobTitle", { when: 'not (userType eq "Contractor")' }),
      map("title", "contractorTitle", { when: 'userType eq "Contractor"' })
    ]
  },

  errors: [{ status: 400, body: /already exists/, detail: "error.msg", become: { status: 409, scimType: "uniqueness" } }, { detail: "error.msg" }]
});
