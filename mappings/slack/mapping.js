/// <reference path="../scim-gateway.d.ts" />
// Slack (SCIM 2.0, https://api.slack.com/scim/v2). Its user names are handles of at most 21 characters, and an e-mail that is given for
// one comes back as something else: so a client's userName is Slack's primary e-mail, and the handle is his nickName.
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const profile = "urn:ietf:params:scim:schemas:extension:slack:profile:2.0:User";
const guest = "urn:ietf:params:scim:schemas:extension:slack:guest:2.0:User";
const acme = "urn:acme:2.0:User"; // the company's own attributes, as its identity provider sends them

const handle = email => email.split("@")[0].toLowerCase().replace(/[^a-z0-9._-]/g, "").substring(0, 21);

const primary = emails => (emails.find(email => email.primary === true) ?? emails[0]).value;

// A user whom nobody gave an e-mail has one at Slack, his userName, which is shown with this mark. With the mark it follows the userName, and with
// another value than its mark's a client has said it.
const mark = value => `${value} (userName)`;
const isSaid = (email, userName) => email.value && email.value.toLowerCase() !== userName.toLowerCase() && email.display !== mark(email.value);

// What Slack keeps: the userName, and then what else the client calls his e-mails, the primary one first.
const written = (userName, emails) => [
  { value: userName, primary: true },
  ...emails.filter(email => isSaid(email, userName)).sort((one, other) => (other.primary === true) - (one.primary === true))
    .map(({ value, type }) => type ? { value, type } : { value })
];

const shown = emails => emails.length === 1
  ? emails.map(({ value }) => ({ value, type: "work", primary: true, display: mark(value) }))
  : emails.filter(email => email.primary !== true).map(({ value, type }, place) => ({ value, type: type || "work", primary: place === 0 }));

target({
  can: { sort: false, projection: false, pageSize: 1000 },
  mediaType: "application/json",

  User: {
    // A DELETE deactivates there as well, but whoever was deleted would still be found.
    can: { delete: "deactivate", filters: { operators: ["eq"], attributes: ["userName", "emails"] } },
    attributes: [
      map("userName", "emails", {
        write: (userName, context) => context.operation === "filter" ? userName : [{ value: userName, primary: true }],
        read: primary
      }),
      map("nickName", "userName", { write: nickName => handle(nickName) || undefined, read: nickName => nickName }),
      // Slack refuses a manager whom it does not have.
      map(`${enterprise}:manager.value`, `${enterprise}:manager.value`, {
        reference: { type: "User", by: "id", names: ["id", "userName"], missing: "defer" }
      }),
      map("emails", "mailboxes"), // below they become Slack's, behind the userName's own
      map(`${acme}:startDate`, `${profile}:startDate`),
      map(`${acme}:guest`, `${guest}:type`),
      map(`${acme}:guestUntil`, `${guest}:expiration`)
    ],
    toTarget: (user, context) => {
      const { mailboxes, ...rest } = user;
      user = rest;
      if (user.emails) user.emails = written(primary(user.emails), mailboxes ?? []);
      if (!user.userName && user.emails) user.userName = handle(primary(user.emails));
      if (context.operation === "replace") user.nickName = user.userName; // a nickName that is left out keeps the old handle
      return user;
    },
    fromTarget: user => {
      user.mailboxes = shown(user.emails ?? []);
      delete user.nickName; // always the same as the handle
      for (const name in user) if (user[name] === "") delete user[name]; // Slack's word for nothing
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
