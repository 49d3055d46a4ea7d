/// <reference path="../scim-gateway.d.ts" />
// A target that speaks plain RFC 7643/7644: nothing is renamed.
target({
  User: {},
  Group: {}
});
