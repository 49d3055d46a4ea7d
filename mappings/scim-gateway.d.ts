// The language of mapping.js, for editors. Scripts are modern JavaScript without classes, generators, async functions, modules, BigInt, and
// without anything of a browser or of Node. A function sees its arguments alone and keeps nothing for the next call.

/** userName, name.givenName, urn:…:User:attribute, a whole extension by its URN, or emails[type eq "work"].value. One name after the version of a
 *  URN (urn:acme:1.0:badge) may be an attribute or the end of the URN: see extension. */
type AttributeName = string;

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

interface Context {
  /** What the value is for. */
  operation: "create" | "replace" | "patch" | "filter" | "read";
}

interface RowOptions {
  /** The client's value in the target's words. Pure and synchronous; undefined leaves the attribute out. */
  write?: (value: any, context: Context) => Json | undefined;
  /** The target's value in the client's words; false: never read back; true: read back as it is. */
  read?: boolean | ((value: any, context: Context) => Json | undefined);
  /** "list:," joins many values with a comma and splits them again; any separator may follow the colon. "date:dd/MM/yyyy": the target's own form of a
   *  day (d, dd, M, MM, MMM, yyyy). "boolean:Y/N": its words for true and false. "digits": digits alone. With several sources: "first" that has a value, or
   *  "join: " for all of them, the first ones without the separator. */
  convert?: "boolean" | "integer" | "string" | "date" | "lower" | "first" | "digits" | `list:${string}` | `date:${string}` | `boolean:${string}` | `join:${string}`;
  /** A two-way table, client's word to target's; other values pass as they are, or do as otherwise says. */
  values?: { [client: string]: string | number | boolean };
  /** What becomes of a client's value that is not in the table: 400, nothing (told in log and record), or a value of the target. */
  otherwise?: "refuse" | "omit" | string | number | boolean;
  /** A SCIM filter over the client's resource. Where it does not hold the row is not written, and the target's value is removed when it ends to hold. */
  when?: string;
  /** The type of elements that have none, for a target that wants one. */
  defaultType?: string;
  /** Written on create, or on update, only. */
  on?: "create" | "update";
  /** Never written. */
  readOnly?: boolean;
  /** In the client's words: sent on create and replace when the client says nothing. A function makes it of the client's resource. */
  default?: Json | ((resource: any, context: Context) => Json | undefined);
  /** What says to the target that there is no value any more, where leaving the attribute out would not: sent by a change (PUT, merge, PATCH) in
   *  which the attribute was there before and is gone now. Without it the attribute is left out, or removed by the PATCH's own words. */
  empty?: null | "" | [];
  /** The value names another resource, or each of a list does: strings, or elements whose value is the name (members). The gateway looks it up. */
  reference?: {
    type: "User" | "Group";
    /** What the target knows the resource by: an attribute of it (the client's name) with one value, or "id". */
    by: AttributeName;
    /** A resource that the target does not have: the change is refused (default), the reference is left out with a warning in the log, or
     *  it is stored, shown, and sent as soon as the resource is there. */
    missing?: "refuse" | "omit" | "defer";
    /** The attributes of the resource (the client's names) that a client's value may be, tried in this order. Default: ["id"]. */
    names?: AttributeName[];
    /** For an attribute that no schema describes (urn:acme:2.0:User:additionalManagers): it has many values. Default: false. */
    list?: boolean;
  };
}

interface Row { readonly row: unique symbol }

/** from: the client's attribute; to: the target's. Read the other way round for answers. Without a convert any JSON passes as it is;
 *  convert also tells clients the attribute's type in /Schemas. */
declare function map(from: AttributeName, to: AttributeName, options?: RowOptions): Row;
/** Two places at the target: the first is read back, and the second where the first has nothing. */
declare function map(from: AttributeName, to: AttributeName[], options?: RowOptions): Row;
/** One value of several attributes: convert: "first", convert: "join: ", or write and read functions over an array of their values,
 *  with null for one that is not there. */
declare function map(from: AttributeName[], to: AttributeName, options: Pick<RowOptions, "write" | "read" | "convert" | "on" | "readOnly" | "when">): Row;
/** The target has no place for a client's attribute. */
declare function drop(from: AttributeName): Row;
/** Every create and replace carries this; clients never see it. */
declare function constant(to: AttributeName, value: Json): Row;
/** Says where a URN ends: extension("urn:acme:1.0:badge") is a whole extension, `${extension("urn:acme:1.0")}:badge` the attribute badge of
 *  urn:acme:1.0. Not needed for a URN that ends in User, Group or a version, nor for those of SCIM 1.1 (urn:scim:schemas:…). */
declare function extension(urn: string): AttributeName;
/** In a function: the value is not acceptable. The sentence, a literal, reaches the client as 400 invalidValue; from a read function as 502. */
declare function refuse(sentence: string): never;

interface Capabilities {
  create?: boolean;
  read?: boolean;
  list?: boolean;
  /** "merge": a PUT keeps the attributes that it leaves out. A client's PUT is sent as it is, and what it leaves out stays; what a client clears
   *  (null or [] in a PUT, a remove in a PATCH) is sent as the empty value of its row, and is refused as 400 mutability without one. */
  put?: boolean | "merge";
  /** "merge": a partial resource that is merged into what is there. "scim11": a merge that adds to lists, as SCIM 1.1 has it; elements that go
   *  are sent with operation: "delete", attributes that go in meta.attributes. */
  patch?: boolean | "merge" | "scim11";
  /** For what cannot be deleted there. "deactivate": users get active: false. "empty": groups lose their members. Both are hidden. */
  delete?: boolean | "deactivate" | "empty";
  /** Attributes are the target's. logical: and, or, not and value paths. quoted: strings in quotation marks. */
  filters?: boolean | {
    operators?: ("eq" | "ne" | "co" | "sw" | "ew" | "gt" | "ge" | "lt" | "le")[];
    attributes?: AttributeName[];
    /** Default: false. */
    logical?: boolean;
    /** Default: true. */
    quoted?: boolean;
    /** It compares userName, emails.value and other text by case, although the schema does not: an eq that finds nobody is asked again in lower
     *  case, then of the whole list, within limits.scanResources. Default: false. */
    caseExact?: boolean;
  };
  /** Whether sortBy is understood. Default: true. */
  sort?: boolean;
  /** Whether attributes and excludedAttributes are understood. Default: true. */
  projection?: boolean;
  /** Whether POST …/.search is understood: then filters go there, and no names into URLs. Default: false. */
  search?: boolean;
  /** By startIndex, by nextCursor (RFC 9865) alone, or not at all: every list is one answer. Default: "index". */
  paging?: "index" | "cursor" | "none";
  /** The most resources on a page, and as many as are there while there are more. A page with fewer is the last one. */
  pageSize?: number;
  /** Whether totalResults is true where it is there. Default: true. */
  totals?: boolean;
  /** It checks If-Match itself. Default: false, and the gateway reads before a conditional change. */
  etag?: boolean;
  /** Groups show no members, and users are found by groups.value eq: the members are read there. The User type must have that filter. */
  members?: { via: "users" };
  /** A number: answers tell at most so many members of a group. */
  membersReturned?: boolean | number;
  /** The target's attributes that a read shows and a list leaves out: the gateway evaluates no filter over them in lists, but reads one by one. */
  listsLack?: AttributeName[];
  /** A PATCH may replace or remove all members at once. Default: true. */
  replaceMembers?: boolean;
  /** Operations in one PATCH, at most. */
  patchOperations?: number;
  /** Members that one PATCH adds and removes, at most. */
  patchMembers?: number;
}

interface Create {
  /** The target's attributes that a create may carry. */
  only?: AttributeName[];
  /** The rest follows in an update. */
  then?: "update";
  /** That update fails: the fault names what was created (tell, default); it is deleted again, and the fault says so (delete); the client
   *  gets 201 with what was stored, and the log a warning (accept); the client gets 201, and the gateway sends the rest until the target
   *  takes it (owe). */
  ifUpdateFails?: "tell" | "delete" | "accept" | "owe";
  /** What is there already is not a conflict: it is found by this attribute (the client's name of it) and updated. */
  adopt?: AttributeName;
  /** 201 with an empty body means that the resource was there already. */
  empty?: "exists";
}

interface Deactivate {
  /** What the userName of a deleted account becomes, so that its name is free: "deleted-{id}". {id} and {userName} are those it has. */
  userName?: string;
}

interface Merge {
  /** The target's attributes that every merge carries, changed or not. */
  always?: AttributeName[];
  /** The member of a merge that says whether members replace or add. */
  replaceMembersFlag?: string;
}

interface Resource {
  /** The target's endpoint: "/Users". */
  path?: string;
  can?: Capabilities;
  create?: Create;
  merge?: Merge;
  deactivate?: Deactivate;
  attributes?: Row[];
  /** Whether what no row names is neither sent nor shown. What toTarget adds is sent, and what fromTarget adds under a row's name is shown. Default: false. */
  only?: boolean;
  /** The whole resource in the target's words, after the rows; seldom needed. */
  toTarget?: (resource: any, context: Context) => any;
  /** The whole resource in the target's words, before the rows. */
  fromTarget?: (resource: any, context: Context) => any;
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

interface ErrorRule {
  /** The method of the call to the target. Default: any. */
  method?: Method | Method[];
  /** Default: any error. A success (200) needs a body beside it. */
  status?: number;
  /** What the target's body contains. */
  body?: RegExp | string;
  /** Where in the target's JSON body the sentence for the client stands: "error.msg". It may stand without become: the status stays. */
  detail?: string;
  /** The status, 400 to 599; or 204 where the answer means that all is done: with a status or a body, for PUT, PATCH and DELETE. */
  become?: { status: number; scimType?: string };
}

/** Called once. What stands in User or Group wins, key by key, over what stands above. */
declare function target(definition: {
  can?: Capabilities;
  create?: Create;
  merge?: Merge;
  deactivate?: Deactivate;
  headers?: { [name: string]: string };
  /** Default: application/scim+json. */
  mediaType?: string;
  User?: Resource;
  Group?: Resource;
  errors?: ErrorRule[];
}): void;
