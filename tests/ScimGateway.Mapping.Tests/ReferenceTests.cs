using ScimGateway.Mapping.Faults;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Mapping.Tests;

/// <summary>What a row says of the resource that its value names.</summary>
public sealed class ReferenceTests
{
    private const string Manager = Mappings.Enterprise + ":manager";

    [Theory]
    [InlineData($"map('{Manager}.value', 'boss', {{ reference: {{ type: 'User', by: 'userName' }} }})", $"{Manager}.value User userName Refuse id")]
    [InlineData($"map('{Manager}.value', 'boss', {{ reference: {{ type: 'User', by: 'id', missing: 'defer', names: ['userName', 'id', 'externalId'] }} }})", $"{Manager}.value User id Defer userName,id,externalId")]
    [InlineData($"map('{Manager}', 'boss', {{ write: m => m.value, read: id => ({{ value: id }}), reference: {{ type: 'User', by: 'id' }} }})", $"{Manager}.value User id Refuse id")]
    [InlineData("map('groups', 'teams', { reference: { type: 'Group', by: 'displayName', missing: 'omit' } })", "groups Group displayName Omit id list")]
    [InlineData("map('urn:acme:2.0:User:bosses', 'bosses', { reference: { type: 'User', by: 'id', list: true } })", "urn:acme:2.0:User:bosses User id Refuse id list")]
    [InlineData("map('urn:acme:2.0:User:bosses', 'bosses', { convert: 'list:,', reference: { type: 'User', by: 'id' } })", "urn:acme:2.0:User:bosses User id Refuse id list")]
    [InlineData("map('urn:acme:2.0:User:mentor', 'mentor', { reference: { type: 'User', by: 'urn:acme:2.0:User:badge', names: ['emails.value'] } })", "urn:acme:2.0:User:mentor User urn:acme:2.0:User:badge Refuse emails.value")]
    public void A_reference_says_where_it_stands_and_what_its_value_may_be(string row, string expected)
    {
        var reference = Assert.Single(User(row).References);
        Assert.Equal(
            expected,
            $"{reference.Path} {reference.Type} {reference.By} {reference.Missing} {string.Join(',', reference.Names)}{(reference.IsList ? " list" : "")}"
        );
    }

    [Theory]
    [InlineData("by: 'usrName'", "reference.by is 'usrName', which no User has; did you mean \"userName\"?")]
    [InlineData("by: 'emails'", "reference.by is 'emails'; expected an attribute that has one value, such as \"userName\".")]
    [InlineData("by: 'emails[type eq \"work\"].value'", "reference.by is 'emails[type eq \"work\"].value'; expected the attribute that the target knows the resource by, such as \"userName\".")]
    [InlineData("by: 'id', missing: 'later'", "reference.missing is 'later'; expected \"refuse\", \"omit\" or \"defer\".")]
    [InlineData("by: 'id', names: []", "reference.names is empty; expected one attribute at least, such as [\"id\", \"userName\"].")]
    [InlineData("by: 'id', names: 'id'", "reference.names is 'id'; expected an array.")]
    [InlineData("by: 'id', names: ['id', 7]", "reference.names holds a number; expected strings only.")]
    [InlineData("by: 'id', names: ['id', 'usrName']", "reference.names holds 'usrName', which no User has; did you mean \"userName\"?")]
    [InlineData("by: 'id', names: ['id', 'userName', 'USERNAME']", "reference.names holds 'USERNAME' twice.")]
    [InlineData("by: 'id', names: ['emails[type eq \"work\"].value']", "reference.names holds 'emails[type eq \"work\"].value', which is no attribute path.")]
    [InlineData("by: 'id', name: ['id']", "reference has no key \"name\"; did you mean \"names\"?")]
    [InlineData("by: 'id', list: true", "reference.list is for attributes that no schema describes; title has one value. Leave list out.")]
    public void A_wrong_reference_is_told_with_its_line(string reference, string fault)
    {
        var told = Assert.Throws<MappingException>(() => User($"map('title', 'job', {{ reference: {{ type: 'User', {reference} }} }})"));
        Assert.Contains(fault, told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_stands_on_no_part_of_a_list()
    {
        var told = Assert.Throws<MappingException>(() => User("map('groups[type eq \"direct\"].value', 'team', { reference: { type: 'Group', by: 'id' } })"));
        Assert.Contains("is a part of a list, and a reference stands for the whole of it or for one value. Write map(\"groups\", …).", told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("map('groups', 'groups', { reference: { type: 'Group', by: 'id', missing: 'defer' } })", true)]
    [InlineData("map('groups', 'GROUPS', { reference: { type: 'Group', by: 'id' } })", false)]
    [InlineData("map('groups', 'groups', { reference: { type: 'Group', by: 'displayName' } })", false)]
    [InlineData("map('groups', 'groups', { readOnly: true, reference: { type: 'Group', by: 'id' } })", false)]
    [InlineData("map('groups', 'groups')", false)]
    public void A_row_that_only_declares_a_reference_by_id_changes_nothing(string row, bool isPlain)
    {
        var mapping = User(row);
        Assert.Equal(isPlain, mapping.IsPlain);
        Assert.Equal("groups", Assert.Single(mapping.Rows).Client);
        Assert.False(mapping.MayChange(new AttributePath(null, "groups")));
    }

    [Fact]
    public void A_declaration_is_a_row_of_what_is_let_through()
    {
        var mapping = Mappings.Compile("target({ User: {}, Group: { only: true, attributes: [map('displayName', 'displayName'), map('members', 'members', { reference: { type: 'User', by: 'id' } })] } });").At("/Groups")!;
        var sent = mapping.ToTarget(Mappings.Json("""{"displayName":"Eng","externalId":"7","members":[{"value":"1"}]}"""), ScimOperation.Create);
        Mappings.Same("""{"displayName":"Eng","members":[{"value":"1"}]}""", sent);
    }

    [Fact]
    public void A_reference_names_a_type_that_the_target_has()
    {
        var told = Assert.Throws<MappingException>(() => Mappings.Compile("target({ Group: { attributes: [\n map('members', 'members', { reference: { type: 'User', by: 'id' } })] } });"));
        Assert.Contains("members refers to a User, of which the mapping says nothing. Write User: {} beside Group.", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_says_what_clients_may_call_the_resource() => Assert.Equal(
        "references to Groups by id (clients name it by id or displayName)",
        User("map('groups', 'groups', { reference: { type: 'Group', by: 'id', names: ['id', 'displayName'] } })").Rows[0].How
    );

    private static ResourceMapping User(string row) =>
        Mappings.Compile($"target({{ User: {{ attributes: [ {row} ] }}, Group: {{}} }});").At("/Users")!;
}
