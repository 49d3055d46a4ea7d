/// <reference path="../scim-gateway.d.ts" />
// A server of plain RFC 7643/7644: nothing is renamed. What npm's scimmy gets wrong stands here, and the gateway does it.
//
// It compares texts by case, and most attributes do not (RFC 7643 section 2.2: userName, displayName, …); in an extension whose URN holds a dot, as
// the enterprise one does, it finds nothing and chooses nothing. So it is asked for names, and again in any case when nobody is found (caseExact), for what
// is compared by case, and for booleans.
const filters = { attributes: ["id", "externalId", "active", "userName"], logical: true, caseExact: true };

target({
  can: { projection: false, filters },

  // A PATCH of a name in part takes away the rest of it: it gets the whole by PUT.
  User: { can: { patch: false } },
  Group: {}
});
