// A SCIM server of somebody else's making: scimmy, as strict as it comes, over a store in memory.
// SCIM at /scim/v2; beside it, for tests only: what is stored, and which SCIM requests came.
import { randomUUID } from "node:crypto";
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

const token = process.env.SCIMMY_TOKEN;
if (!token) throw new Error("SCIMMY_TOKEN must hold the bearer token that clients send.");

const { Attribute, SchemaDefinition, Error: ScimError } = SCIMMY.Types;
// scimmy's constructor takes only URNs of the IETF's own namespace; companies have their own, so the id is set after it.
const acme = Object.assign(new SchemaDefinition("AcmeUser", "urn:ietf:params:scim:schemas:extension:acme:2.0:User", "What Acme knows about a user", [
  new Attribute("string", "team"),
  new Attribute("string", "badge"),
  new Attribute("dateTime", "startDate"),
  new Attribute("boolean", "remote"),
]), { id: "urn:acme:params:scim:schemas:extension:acme:2.0:User" });

// All that it can do: without this it says that it has no Bulk, and then it has none.
SCIMMY.Config.set({ patch: true, bulk: true, filter: true, sort: true });

const store = { Users: new Map(), Groups: new Map() };
let calls = [];

function found(type, id) {
  const resource = store[type].get(id);
  if (!resource) throw new ScimError(404, null, `There is no resource '${id}' in ${type}.`);
  return resource;
}

// RFC 7643 section 4.1.1: userName is unique, and case-insensitive. displayName of a group is not unique (4.2).
function refuseTakenUserName(userName, id) {
  const taken = [...store.Users.values()].some(user => user.id !== id && user.userName?.toLowerCase() === userName?.toLowerCase());
  if (taken) throw new ScimError(409, "uniqueness", `The userName '${userName}' is taken.`);
}

function declare(Resource, type) {
  SCIMMY.Resources.declare(Resource)
    .ingress((resource, instance) => {
      const before = resource.id ? found(type, resource.id) : undefined;
      const id = resource.id ?? randomUUID();
      if (type === "Users") refuseTakenUserName(instance.userName, id);
      const now = new Date().toISOString();
      const after = { ...JSON.parse(JSON.stringify(instance)), id, meta: { created: before?.meta.created ?? now, lastModified: now } };
      store[type].set(id, after);
      return after;
    })
    .egress(resource => {
      if (resource.id) return found(type, resource.id);
      const all = [...store[type].values()];
      return resource.filter ? resource.filter.match(all) : all;
    })
    .degress(resource => { store[type].delete(found(type, resource.id).id); });
}

SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false).extend(acme, false);
declare(SCIMMY.Resources.User, "Users");
declare(SCIMMY.Resources.Group, "Groups");

const app = express();
app.get("/__stored/:type", (request, response) => {
  const resources = Object.hasOwn(store, request.params.type) ? store[request.params.type] : undefined;
  return resources ? response.json([...resources.values()]) : response.status(404).json({ error: "Users or Groups" });
});
app.get("/__calls", (_, response) => response.json(calls));
app.delete("/__reset", (_, response) => {
  store.Users.clear();
  store.Groups.clear();
  calls = [];
  response.status(204).end();
});

app.use("/scim/v2", (request, _, next) => {
  const call = { method: request.method, url: request.originalUrl, headers: request.headers, body: "" };
  const chunks = [];
  calls.push(call);
  // Only listens: scimmy's own JSON parser, which reads the same stream, is reached in this same turn.
  request.on("data", chunk => { chunks.push(chunk); call.body = Buffer.concat(chunks).toString("utf8"); });
  next();
}, new SCIMMYRouters({
  type: "bearer",
  baseUri: request => `http://${request.headers.host}`,
  handler: request => {
    if (request.headers.authorization !== `Bearer ${token}`) throw new Error("The bearer token is missing or wrong.");
    return "test";
  },
}));

const listener = app.listen(0, "127.0.0.1", () => console.log(`listening on ${listener.address().port}`));

// Whoever started this server holds its stdin; when he is gone, however he went, so is this.
process.stdin.on("end", () => process.exit(0)).on("error", () => process.exit(0)).resume();
