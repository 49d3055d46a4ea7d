/// <reference path="../scim-gateway.d.ts" />
// Slack (SCIM 2.0, https://api.slack.com/scim/v2). Its user names are handles of at most 21 characters, and an e-mail that is given for
// one comes back as something else: so a client's userName is Slack's e-mail, and the handle is his nickName.
var enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
var profile = "urn:ietf:params:scim:schemas:extension:slack:profile:2.0:User";
var guest = "urn:ietf:params:scim:schemas:extension:slack:guest:2.0:User";
var acme = "urn:acme:2.0:User"; // the company's own attributes, as its identity provider sends them

function handle(email) {
  return email.split("@")[0].toLowerCase().replace(/[^a-z0-9._-]/g, "").substring(0, 21);
}

function primary(emails) {
  for (var i = 0; i < emails.length; i++) if (emails[i].primary === true) return emails[i].value;
  return emails[0].value;
}

target({
  can: { sort: false, projection: false, pageSize: 1000 },
  mediaType: "application/json",

  User: {
    // A DELETE deactivates there as well, but whoever was deleted would still be found.
    can: { delete: "deactivate", filters: { operators: ["eq"], attributes: ["userName", "emails"] } },
    attributes: [
      map("userName", "emails", {
        write: function (userName, context) {
          return context.operation === "filter" ? userName : [{ value: userName, primary: true }];
        },
        read: function (emails) { return primary(emails); }
      }),
      map("nickName", "userName"),
      map("emails", "mailboxes", { readOnly: true }), // made below: the one e-mail, which the userName writes
      map(acme + ":startDate", profile + ":startDate"),
      map(acme + ":guest", guest + ":type"),
      map(acme + ":guestUntil", guest + ":expiration")
    ],
    toTarget: function (user, context) {
      if (!user.userName && user.emails) user.userName = handle(primary(user.emails));
      if (context.operation === "replace") user.nickName = user.userName; // a nickName that is left out keeps the old handle
      return user;
    },
    fromTarget: function (user) {
      user.mailboxes = (user.emails || []).map(function (email) {
        return { value: email.value, type: email.type || "work", primary: email.primary };
      });
      delete user.nickName; // always the same as the handle
      for (var name in user) if (user[name] === "") delete user[name]; // Slack's word for nothing
      return user;
    }
  },

  Group: {
    can: { filters: { operators: ["eq"], attributes: ["displayName"] } }
  },

  errors: [
    { status: 400, body: "unsupported_version", become: { status: 502 } }, // what it says to a token that it does not know
    { body: /(email|username|name)_taken/, become: { status: 409, scimType: "uniqueness" } },
    { status: 400, body: /invalid_(email|username|active|value)|_required/, become: { status: 400, scimType: "invalidValue" } }
  ]
});
