using ScimGateway.Mapping.Definitions;
using ScimGateway.Mapping.Faults;

namespace ScimGateway.Mapping.Tests;

public class FaultTests
{
    [Theory]
    [InlineData("target({ User: {}, Usr: {} });", "1: target has no key \"Usr\"; did you mean \"User\"?")]
    [InlineData("target({ User: {\n can: { pacth: true } } });", "2: can has no key \"pacth\"; did you mean \"patch\"?")]
    [InlineData(
        "target({ User: {}, Group: {\n merge: { flag: true } } });",
        "2: merge has no key \"flag\"; write one of always, replaceMembersFlag"
    )]
    [InlineData(
        "target({ can: {\n patch: 'put' }, User: {} });",
        "2: can.patch is 'put'; expected true, false, \"merge\" or \"scim11\"."
    )]
    [InlineData(
        "target({ can: {\n delete: 1 }, User: {} });",
        "2: can.delete is a number; expected true, false, \"deactivate\" or \"empty\"."
    )]
    [InlineData("target({ User: {\n can: { delete: 'empty' } } });", "2: can.delete is 'empty', but a User has no members.")]
    [InlineData(
        "target({ User: {}, Group: {\n can: { members: { via: 'user' } } } });",
        "2: can.members.via is 'user'; expected \"users\"."
    )]
    [InlineData(
        "target({ User: {}, Group: {\n can: { members: 'users' } } });",
        "2: can.members is 'users'; expected an object."
    )]
    [InlineData(
        "target({ Group: {\n can: { members: { via: 'users' } } } });",
        "2: can.members says via: \"users\", but the target's users cannot be asked for groups.value eq"
    )]
    [InlineData("target({ User: { can: { filters: { operators: ['eq'], attributes: ['userName'] } } }, Group: {\n can: { members: { via: 'users' } } } });", "2: can.members says via: \"users\", but the target's users cannot be asked for groups.value eq")]
    [InlineData(
        "target({ can: {\n pageSize: 0 }, User: {} });",
        "2: can.pageSize is 0; expected a whole number from 1 to 1000000."
    )]
    [InlineData(
        "target({ can: {\n paging: 'curser' }, User: {} });",
        "2: can.paging is 'curser'; expected \"index\", \"cursor\" or \"none\"."
    )]
    [InlineData("target({ can: {\n totals: 'page' }, User: {} });", "2: can.totals is 'page'; expected true or false.")]
    [InlineData("target({ can: {\n etag: 'yes' }, User: {} });", "2: can.etag is 'yes'; expected true or false.")]
    [InlineData(
        "target({ can: {\n membersReturned: 0 }, User: {} });",
        "2: can.membersReturned is 0; expected a whole number from 1 to 1000000."
    )]
    [InlineData(
        "target({ can: {\n membersReturned: 'few' }, User: {} });",
        "2: can.membersReturned is 'few'; expected true or false."
    )]
    [InlineData("target({ can: {\n listsLack: 'members' }, User: {} });", "2: can.listsLack is 'members'; expected")]
    [InlineData(
        "target({ can: {\n listsLack: ['title'] }, User: { attributes: [ map('title', 'jobTitle') ] } });",
        "2: can.listsLack holds 'title', which is the client's name; the target calls it jobTitle."
    )]
    [InlineData(
        "target({ can: {\n patchMembers: 0 }, User: {} });",
        "2: can.patchMembers is 0; expected a whole number from 1 to 1000000."
    )]
    [InlineData(
        "target({ create: {\n ifUpdateFails: 'panic' }, User: {} });",
        "2: create.ifUpdateFails is 'panic'; expected \"tell\", \"delete\", \"accept\" or \"owe\"."
    )]
    [InlineData(
        "target({ can: { delete: 'deactivate' }, deactivate: {\n userName: 'deleted' }, User: {} });",
        "2: deactivate.userName is 'deleted'; expected a name with {id} in it"
    )]
    [InlineData(
        "target({ deactivate: {\n userName: 'deleted-{id}' }, User: {} });",
        "2: deactivate.userName is for accounts that are deactivated in place of a delete"
    )]
    [InlineData(
        "target({ create: {\n adopt: 'emails[type eq \"work\"].value' }, User: {} });",
        "2: create.adopt is 'emails[type eq \"work\"].value'; expected the unique attribute that it is found by"
    )]
    [InlineData("target({ User: { attributes: [\n map('title', 'a', { reference: { type: 'User', by: 'userName', missing: 'wait' } }) ] } });", "2: reference.missing is 'wait'; expected \"refuse\", \"omit\" or \"defer\".")]
    [InlineData(
        "target({ User: {\n path: 'Users' } });",
        "2: User.path is 'Users'; expected a path such as \"/Users\", without a query and encoded as in a URL."
    )]
    [InlineData("target({ User: {\n path: '/Users?all=1' } });", "2: User.path is '/Users?all=1'; expected a path")]
    [InlineData("target({ User: {\n path: '/Users#top' } });", "2: User.path is '/Users#top'; expected a path")]
    [InlineData("target({ User: {\n path: '/All Users' } });", "2: User.path is '/All Users'; expected a path")]
    [InlineData("target({ User: {\n path: '/a/../Users' } });", "2: User.path is '/a/../Users'; expected a path")]
    [InlineData("target({ User: {\n path: '/Us\\r\\nX: y' } });", "2: User.path is '/Us")]
    [InlineData("target({ User: {\n path: '/Übersicht' } });", "2: User.path is '/Übersicht'; expected a path")]
    [InlineData(
        "target({ can: { filters: {\n operators: ['equals'] } }, User: {} });",
        "2: \"equals\" is no filter operator; write one of eq, ne, co, "
    )]
    [InlineData(
        "target({ can: { filters: {\n attributes: ['title'] } }, User: { attributes: [ map('title', 'jobTitle') ] } });",
        "2: can.filters.attributes holds 'title', which is the client's name; the target calls it jobTitle."
    )]
    [InlineData(
        "target({ create: {\n only: ['userName', 'Title'] }, User: { attributes: [ map('title', 'jobTitle') ] } });",
        "2: create.only holds 'Title', which is the client's name; the target calls it jobTitle."
    )]
    [InlineData(
        "target({ merge: {\n always: ['name.givenName'] }, User: { attributes: [ map('name.givenName', 'first') ] } });",
        "2: merge.always holds 'name.givenName', which is the client's name; the target calls it first."
    )]
    [InlineData(
        "target({ User: { attributes: [\n\n map('titel', 't') ] } });",
        "3: The schema urn:ietf:params:scim:schemas:core:2.0:User has no attribute \"titel\"; did you mean \"title\"?"
    )]
    [InlineData(
        "target({ User: { attributes: [\n map('name.givenname', 't'), map('name.givename', 'u') ] } });",
        "2: The schema urn:ietf:params:scim:schemas:core:2.0:User has no attribute \"name.givename\"; did you mean \"givenName\"?"
    )]
    [InlineData("target({ User: { attributes: [\n map('urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:departement', 't') ] } });", "2: The schema urn:ietf:params:scim:schemas:extension:enterprise:2.0:User has no attribute \"departement\"; did you mean \"department\"?")]
    [InlineData("target({ User: { attributes: [ map('urn:x:2.0:User:boss', ['a', 'b'], { reference: { type: 'User', by: 'userName' } }) ] } });", "1: urn:x:2.0:User:boss is a reference, and a reference has one place at the target. Write one row for it.")]
    [InlineData(
        "target({ User: { attributes: [ map('userName', 'a', { when: 'active eq true' }) ] } });",
        "1: map(userName, a) has a condition, and every User must have userName. Leave out when."
    )]
    [InlineData(
        "target({ User: { attributes: [ map('title', 'a', { when: 'usertypo eq \"x\"' }) ] } });",
        "1: map(title, a).when asks for usertypo, which no User has; did you mean \"userType\"?"
    )]
    [InlineData(
        "target({ User: { attributes: [ map('title', 'a', { convert: 'date:dd/MM' }) ] } });",
        "1: \"date:dd/MM\" is no conversion; did you mean \"date:dd/MM/yyyy\"?"
    )]
    [InlineData(
        "target({ User: { attributes: [ map('title', 'a', { convert: 'date:dMyyyy' }) ] } });",
        "1: \"date:dMyyyy\" is no conversion; "
    )]
    [InlineData(
        "target({ User: { attributes: [ map('title', []) ] } });",
        "1: map's argument 2 is an empty array; expected the names of attributes."
    )]
    [InlineData(
        "target({ User: { attributes: [ map(['title', 'TITLE'], 'a', { convert: 'first' }) ] } });",
        "1: title is twice among the sources."
    )]
    [InlineData(
        "target({ User: { attributes: [ map(['name', 'title'], 'a', { convert: 'join: ' }) ] } });",
        "1: name is no plain value."
    )]
    [InlineData(
        "target({ can: { delete: 'deactivate' },\n User: { attributes: [ drop('active') ] } });",
        "2: A User is deleted by active: false (can.delete), which no row writes in every case."
    )]
    [InlineData("target({ can: { delete: 'deactivate' },\n User: { attributes: [ map('active', 'enabled', { when: 'userType eq \"Employee\"' }) ] } });", "2: A User is deleted by active: false (can.delete), which no row writes in every case.")]
    [InlineData("target({ User: { attributes: [ map(['title', 'nickName'], 'a') ] } });", "1: map([title, nickName], a) makes one value of several. Say how: convert: \"first\" for the first that has one, convert: \"join: \" for all with a space between them, or write and read functions over an array of them.")]
    [InlineData(
        "target({ User: { attributes: [ map('title', 'a', { when: 'titel eq' }) ] } });",
        "1: map(title, a).when is no filter over the client's attributes."
    )]
    [InlineData(
        "target({ User: { attributes: [ map('title', 'a', { when: 7 }) ] } });",
        "1: map(title, a).when is a number; expected a string."
    )]
    [InlineData(
        "target({ User: { attributes: [ map('title', 'a', { convert: 'date:MM' }) ] } });",
        "1: \"date:MM\" is no conversion; "
    )]
    [InlineData(
        "target({ User: { attributes: [ map('title', 'a', { convert: 'boolean:Y' }) ] } });",
        "1: \"boolean:Y\" is no conversion; "
    )]
    [InlineData(
        "target({ User: { attributes: [ map('title', 'a', { defaultType: 'work' }) ] } });",
        "1: map(title, a) has a defaultType, and title is no list of elements with a type."
    )]
    [InlineData(
        "target({ User: { attributes: [ map('title', 'a', { otherwise: 'omit' }) ] } });",
        "1: map(title, a).otherwise is 'omit'; expected a table of values beside it."
    )]
    [InlineData(
        "target({ User: {\n only: true, attributes: [ map('title', 'a') ] } });",
        "2: User.only is true and no row names userName, which every User must have. Add map(\"userName\", \"userName\")."
    )]
    [InlineData(
        "target({ User: { attributes: [ map('title', 'a'),\n map('nickName', 'A') ] } });",
        "2: a is written on create by two rows, here and on line 1."
    )]
    [InlineData(
        "target({ User: { attributes: [ map('title', 'a'),\n map('title', 'b') ] } });",
        "2: title is written on create by two rows, here and on line 1."
    )]
    [InlineData(
        "target({ User: { attributes: [\n map('title', 'a', { write: function (v) { return v; } }) ] } });",
        "2: map(title, a) cannot be read back"
    )]
    [InlineData(
        "target({ User: { attributes: [\n map('title', 'a', { convert: 'bolean' }) ] } });",
        "2: \"bolean\" is no conversion; did you mean \"boolean\"?"
    )]
    [InlineData(
        "target({ User: { attributes: [\n map('title', 'a', { onn: 'create' }) ] } });",
        "2: map(title, a) has no key \"onn\"; did you mean \"on\"?"
    )]
    [InlineData(
        "target({ User: { attributes: [\n map('title', 'a', { on: 'delete' }) ] } });",
        "2: map(title, a).on is 'delete'; expected \"create\" or \"update\"."
    )]
    [InlineData(
        "target({ User: { attributes: [\n map('title', 'a', { values: { x: 'z', y: 'z' } }) ] } });",
        "2: map(title, a).values cannot be read back: 'z' stands for 'x' and 'y'."
    )]
    [InlineData(
        "target({ User: { attributes: [\n map('emails.value', 'mail') ] } });",
        "2: emails.value has many values and mail has one."
    )]
    [InlineData(
        "target({ User: { attributes: [\n map('title') ] } });",
        "2: map's argument 2 is absent; expected the name of an attribute."
    )]
    [InlineData("target({ User: { attributes: [\n map('title', 'a b') ] } });", "2: 'a b' is no place of an attribute.")]
    [InlineData("target({ User: { attributes: [\n map('urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager', 'boss', { reference: { type: 'User', by: 'userName' } }) ] } });", "2: urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager is complex, and a reference stands for one id; it stands in urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value. Write map(\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value\", …).")]
    [InlineData(
        "target({ User: { attributes: [\n map('title', 'a', { reference: { type: 'Usr', by: 'userName' } }) ] } });",
        "2: reference.type is 'Usr'; expected \"User\" or \"Group\"."
    )]
    [InlineData("target({ User: {\n attributes: [ { from: 'title' } ] } });", "2: attributes holds an object; expected rows")]
    [InlineData(
        "target({ User: {}, errors: [ {\n become: { status: 409, scimType: 'unique' } } ] });",
        "\"unique\" is no scimType; did you mean \"uniqueness\"?"
    )]
    [InlineData(
        "target({ User: {}, errors: [ {\n status: 200, become: { status: 409 } } ] });",
        "errors.status 200 is a success, and no answer but an error would be left; expected a body beside it"
    )]
    [InlineData(
        "target({ User: {}, errors: [ {\n status: 404 } ] });",
        "errors.become.status is absent; expected the status that the client gets, 400 to 599, or 204 where all is done."
    )]
    [InlineData(
        "target({ User: {}, errors: [ {\n status: 200, body: 'x', detail: 'msg' } ] });",
        "errors.become.status is absent; expected the status that the client gets"
    )]
    [InlineData(
        "target({ User: {}, errors: [ {\n status: 404, become: { status: 204 } } ] });",
        "errors.become.status 204 is a success; expected the methods that it is for beside it, such as method: \"DELETE\"."
    )]
    [InlineData("target({ User: {}, errors: [ {\n method: ['DELETE', 'POST'], become: { status: 204 } } ] });", "errors.become.status 204 is a success, and a POST needs a body in its answer, which no rule has; expected \"PUT\", \"PATCH\" or \"DELETE\" as method.")]
    [InlineData("target({ User: {}, errors: [ {\n method: 'DELETE', become: { status: 204 } } ] });", "errors.become.status 204 is a success, and so would be every error, also 401, 429 and 500; expected a status or a body beside it.")]
    [InlineData(
        "target({ User: {}, errors: [ {\n method: 'GET', become: { status: 204 } } ] });",
        "errors.become.status 204 is a success, and a GET needs a body"
    )]
    [InlineData(
        "target({ User: {}, errors: [ {\n method: 'DELETE', become: { status: 200 } } ] });",
        "errors.become.status is 200; expected 400 to 599, or 204: a success that a rule makes has no body."
    )]
    [InlineData(
        "target({ User: {}, errors: [ {\n method: 'DELETE', become: { status: 204, scimType: 'noTarget' } } ] });",
        "errors.become.scimType is for errors, and 204 is a success; leave it out."
    )]
    [InlineData(
        "target({ User: {}, errors: [ {\n method: 'DELETE', detail: 'msg', become: { status: 204 } } ] });",
        "errors.detail is the sentence of an error, and 204 is a success; leave it out."
    )]
    [InlineData(
        "target({ User: {}, errors: [ {\n method: 'DELET', become: { status: 409 } } ] });",
        "\"DELET\" is no method of a call to a target; did you mean \"DELETE\"?"
    )]
    [InlineData(
        "target({ User: {}, errors: [ {\n method: [], become: { status: 409 } } ] });",
        "errors.method is an array; expected a method such as \"DELETE\", or a list of them."
    )]
    [InlineData(
        "target({ User: {}, errors: [ {\n detail: 'error..msg' } ] });",
        "errors.detail is 'error..msg'; expected a path of at most 8 names into the target's JSON body, such as \"error.msg\"."
    )]
    [InlineData("target({ User: { attributes: [\n map('urn:acme:1.0:badge', 'badge') ] } });", "2: 'urn:acme:1.0:badge' is either the attribute badge of urn:acme:1.0, or a whole extension. Write `${extension(\"urn:acme:1.0\")}:badge` for the attribute, or extension(\"urn:acme:1.0:badge\") for the extension.")]
    [InlineData(
        "target({ User: { attributes: [\n map('title', 'urn:acme:1.0:badge') ] } });",
        "2: 'urn:acme:1.0:badge' is either"
    )]
    [InlineData("target({ User: { attributes: [\n drop('urn:acme:2:Badge') ] } });", "2: 'urn:acme:2:Badge' is either")]
    [InlineData(
        "target({ User: { can: {\n filters: { attributes: ['urn:acme:1.0:badge'] } } } });",
        "2: 'urn:acme:1.0:badge' is either"
    )]
    [InlineData("target({ User: { create: {\n adopt: 'urn:acme:1.0:badge' } } });", "2: 'urn:acme:1.0:badge' is either")]
    [InlineData(
        "extension('badge');",
        "0: The script called extension with something else than a URN; expected extension(\"urn:acme:1.0\")."
    )]
    [InlineData(
        "target({ User: {}, \n headers: { a: 1 } });",
        "2: headers['a'] is a number; expected a string of one line, in ASCII."
    )]
    [InlineData(
        "target({ User: {}, \n headers: { authorization: 'Bearer x' } });",
        "2: headers['authorization'] is the gateway's own; credentials stand under auth in gateway.yaml."
    )]
    [InlineData("target({ User: {}, \n headers: { 'X A': '1' } });", "2: headers['X A'] is no name of an HTTP header.")]
    [InlineData(
        "target({ User: {}, \n headers: { 'X-A': 'Ü' } });",
        "2: headers['X-A'] is a string; expected a string of one line, in ASCII."
    )]
    [InlineData(
        "target({ User: {}, \n mediaType: 'bogus' });",
        "2: target.mediaType is 'bogus'; expected a media type such as \"application/json\"."
    )]
    [InlineData(
        "target({ User: {}, Group: {\n can: { delete: 'deactivate' } } });",
        "2: can.delete is 'deactivate', but a Group has no active."
    )]
    [InlineData("var x = 1;", "0: The script never calls target({ … }); expected it once.")]
    [InlineData(
        "target({ User: {} });\ntarget({ User: {} });",
        "2: target is called a second time; it stands on line 1 already."
    )]
    [InlineData("target({ can: {} });", "1: target names no resource type")]
    [InlineData("target('x');", "1: target's argument is a string; expected an object.")]
    [InlineData(
        "target({ User: { attributes: [\n map('title', 'a') ] }",
        "2: Column 23: Unexpected end of input. A bracket or a quotation mark is opened somewhere above and never closed."
    )]
    [InlineData("\nnothing();", "2: Column 1: nothing is declared nowhere.")]
    [InlineData(
        "while (true) {}",
        "1: The script ran more statements than it may (limits.scriptStatements: 20000) while it was loaded."
    )]
    [InlineData(
        "\n\nfor (;;) { var i = 1; }",
        "3: The script ran more statements than it may (limits.scriptStatements: 20000) while it was loaded."
    )]
    [InlineData("target({ User: { attributes: [\n map('department', 'dept') ] } });", "2: The schema urn:ietf:params:scim:schemas:core:2.0:User has no attribute \"department\"; did you mean \"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department\"?")]
    [InlineData(
        "target({ User: { attributes: [\n map('manager.value', 'boss') ] } });",
        "; did you mean \"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value\"?"
    )]
    [InlineData(
        "target({ User: { attributes: [\n drop('costcenter') ] } });",
        "; did you mean \"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter\"?"
    )]
    public void A_fault_says_where_it_is_and_what_to_write(string script, string sentence) =>
        Assert.Contains(Mappings.Faults(script), fault => fault.Contains(sentence, StringComparison.Ordinal));

    [Theory]
    [InlineData(
        "target({\n can: { sort: false }\n User: {}\n});",
        "2: Column 22: A comma is missing here, at the end of 'can: { sort: false }'"
    )]
    [InlineData(
        "target({ User: { attributes: [\n map('title', 'a')\n // the next one\n\n map('nickName', 'b')\n] } });",
        "2: Column 19: A comma is missing here, at the end of 'map('title', 'a')' (what follows, in line 5, was not expected)."
    )]
    [InlineData(
        "target({ User: { attributes: [\n map('title' 'a')\n] } });",
        "2: Column 13: A comma is missing here, at the end of 'map('title'"
    )]
    [InlineData(
        "target({\n mediaType: 'application/json' /* as it says */\n User: {}\n});",
        "2: Column 31: A comma is missing here"
    )]
    [InlineData(
        "target({ can: { filters: { operators: ['eq'\n 'co'] } }, User: {} });",
        "1: Column 44: A comma is missing here, at the end of '…t({ can: { filters: { operators: ['eq'"
    )]
    [InlineData(
        "target({ User: { attributes: [ map('title', 'a', { write: v => /\\d,/.test(v) ? v : null\n read: v => v }) ] } });",
        "1: Column 88: A comma is missing here"
    )]
    public void A_missing_comma_is_told_where_it_is_missing(string script, string sentence) =>
        Assert.StartsWith(
            sentence.Split("at the end of '…")[0],
            Assert.Single(Mappings.Faults(script)),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("target({ User: {} }));", "1: Column 21: Unexpected token ')'")]
    [InlineData("target({\n User: { attributes: [ ) }\n});", "2: Column 24: Unexpected token ')'")]
    [InlineData("target({ User: {}\n", "Unexpected end of input")]
    public void What_no_comma_would_mend_is_told_as_it_is(string script, string sentence) =>
        Assert.Contains(sentence, Assert.Single(Mappings.Faults(script)), StringComparison.Ordinal);

    [Theory]
    [InlineData("target({ can: { filters: { attributes: ['jobTitle', 'id', 'userName'] } }, User: { attributes: [ map('title', 'jobTitle') ] } });")]
    [InlineData("target({ can: { filters: { attributes: ['title'] } }, User: { attributes: [ map('title', 'headline'), map('nickName', 'title') ] } });")]
    [InlineData("target({ can: { filters: { attributes: ['title'] } }, User: { attributes: [ map('title', 'title', { on: 'create', read: false }), map('title', 'headline', { on: 'update' }) ] } });")]
    [InlineData("target({ can: { filters: { attributes: ['emails.value'] } }, User: { attributes: [ map('emails[type eq \"work\"].value', 'mail') ] } });")]
    [InlineData("target({ can: { filters: { attributes: ['title'] } }, User: {}, Group: { attributes: [ map('displayName', 'name') ] } });")]
    public void Names_of_the_target_are_no_fault(string script) =>
        Assert.Single(Mappings.Compile(script).Resources, resource => resource.Type.Name == "User");

    [Fact]
    public void All_faults_are_told_together_and_once()
    {
        var faults = Mappings.Faults(
            "target({ can: { x: 1 },\n User: { attributes: [ map('a', 'b'),\n drop('c') ] },\n Group: {} });"
        );
        Assert.Equal([1, 2, 3], faults.Select(fault => fault[0] - '0'));
    }

    [Fact]
    public void A_missing_folder_or_file_is_a_fault()
    {
        string folder = Directory.CreateTempSubdirectory("mapping-").FullName;
        Assert.Contains(
            "no such file",
            Assert.Throws<MappingException>(() => MappingCompiler.Compile(folder, Mappings.Limits)).Message,
            StringComparison.Ordinal
        );
        Directory.Delete(folder);
        Assert.Contains(
            "no such folder",
            Assert.Throws<MappingException>(() => MappingCompiler.Compile(folder, Mappings.Limits)).Message,
            StringComparison.Ordinal
        );
    }
}
