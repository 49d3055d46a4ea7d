using ScimGateway.Auditing;
using ScimGateway.Configuration;
using ScimGateway.Emulation.Changes;
using ScimGateway.Emulation.Lists;
using ScimGateway.Runtime;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;
using ScimGateway.Tests.Fixtures;
using Serilog.Extensions.Logging;

namespace ScimGateway.Tests.Emulation;

/// <summary>A query of the root, as far as it is about users.</summary>
public sealed class TypeFilterTests
{
    private static readonly ResourceType[] All = [ResourceType.User, ResourceType.Group];

    // filter | what of it is left for users: all of them, none of them, or a filter
    [Theory]
    [InlineData("userName eq \"ana\"", "userName eq \"ana\"")]
    [InlineData("displayName pr", "displayName pr")]
    [InlineData("members.value eq \"1\"", "none")]
    [InlineData("members pr", "none")]
    [InlineData("members[value eq \"1\"]", "none")]
    [InlineData("not (members pr)", "all")]
    [InlineData("emails[type eq \"work\"]", "emails[type eq \"work\"]")]
    [InlineData("unknown eq \"1\"", "unknown eq \"1\"")]
    [InlineData("nickName eq \"dropped\"", "none")]
    [InlineData("meta.resourceType eq \"User\"", "all")]
    [InlineData("meta.resourceType eq \"Group\"", "none")]
    [InlineData("meta.resourceType ne \"Group\"", "all")]
    [InlineData("meta.resourceType eq \"User\" and userName pr", "userName pr")]
    [InlineData("userName pr and meta.resourceType eq \"User\"", "userName pr")]
    [InlineData("meta.resourceType eq \"Group\" and userName pr", "none")]
    [InlineData("userName pr and meta.resourceType eq \"Group\"", "none")]
    [InlineData("userName pr and title pr", "userName pr and title pr")]
    [InlineData("meta.resourceType eq \"User\" or userName pr", "all")]
    [InlineData("userName pr or meta.resourceType eq \"User\"", "all")]
    [InlineData("meta.resourceType eq \"Group\" or userName pr", "userName pr")]
    [InlineData("userName pr or meta.resourceType eq \"Group\"", "userName pr")]
    [InlineData("userName pr or title pr", "userName pr or title pr")]
    [InlineData("not (userName pr)", "not (userName pr)")]
    [InlineData("not (meta.resourceType eq \"User\")", "none")]
    [InlineData(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department pr",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department pr"
    )]
    public void What_is_known_of_a_type_is_not_asked(string filter, string left)
    {
        var remainder = Users().Of(Filter.Parse(filter));

        Assert.Equal(left, remainder.Holds switch { true => "all", false => "none", null => remainder.Filter!.ToString() });
    }

    [Theory]
    [InlineData("userName", true)]
    [InlineData("members", false)]
    [InlineData("unknown", true)]
    [InlineData("nickName", false)]
    public void A_type_has_what_its_schema_has_or_nobody_knows(string path, bool has) =>
        Assert.Equal(has, Users().Has(AttributePath.Parse(path)));

    [Fact]
    public void A_query_of_a_type_is_without_what_other_types_alone_have()
    {
        var asked = Asked(new ResourceQuery
        {
            SortBy = AttributePath.Parse("members"),
            Attributes = [AttributePath.Parse("members"), AttributePath.Parse("title")],
            ExcludedAttributes = [AttributePath.Parse("members"), AttributePath.Parse("userName")],
        });

        var sent = For(asked)!.Sent.Query;

        Assert.Equal(
            (null, "title", "userName"),
            (sent.SortBy, Assert.Single(sent.Attributes).ToString(), Assert.Single(sent.ExcludedAttributes).ToString())
        );
        Assert.Same(asked, For(asked)!.Asked);
        Assert.Equal("id", Assert
            .Single(For(Asked(new ResourceQuery { Attributes = [AttributePath.Parse("members")] }))!.Sent.Query.Attributes)
            .ToString());
        Assert.Empty(For(Asked(new ResourceQuery()))!.Sent.Query.Attributes);
        Assert.Equal(
            "title",
            For(Asked(new ResourceQuery { SortBy = AttributePath.Parse("title") }))!.Sent.Query.SortBy?.ToString()
        );
    }

    [Fact]
    public void A_type_of_which_none_can_match_is_not_asked() =>
        Assert.Null(For(Asked(new ResourceQuery { Filter = Filter.Parse("members pr") })));

    [Fact]
    public void What_is_set_in_vain_is_told_once_an_hour_with_how_often_for_each_client_target_type_and_attribute()
    {
        var (clock, lines) = (new ManualClock(), new LogLines());
        using var logger = GatewayLog.Configured(new LogConfig()).WriteTo.Sink(lines).CreateLogger();
        var warnings = new UnwrittenWarnings(clock, new SerilogLoggerFactory(logger).CreateLogger("test"));

        var first = Tell("okta", "app", "User", "title", "locale");
        Tell("okta", "app", "User", "title");
        Tell("okta", "app", "User", "title");
        Tell("entra", "app", "User", "title");
        Tell("okta", "other", "User", "title");
        Tell("okta", "app", "Group", "title");
        clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Tell("okta", "app", "User", "title");
        clock.Advance(TimeSpan.FromTicks(1));
        Tell("okta", "app", "User", "title");
        Tell("okta", "app", "User", "a\u202Eb");

        Assert.Equal(["before", "title", "locale"], ExchangeRecord.Of(first).Ignored);
        Assert.Equal(
            [
                "okta sets title of a User, which the mapping of app 1",
                "okta sets locale of a User, which the mapping of app 1",
                "entra sets title of a User, which the mapping of app 1",
                "okta sets title of a User, which the mapping of other 1",
                "okta sets title of a Group, which the mapping of app 1",
                "okta sets title of a User, which the mapping of app 4",
                "okta sets a?b of a User, which the mapping of app 1",
            ],
            lines.Lines.Select(line =>
                line["Warning ".Length..]
                    .Replace(" does not write: ignored,", "", StringComparison.Ordinal)
                    .Split(" times since")[0]));

        Exchange Tell(string client, string target, string type, params string[] names)
        {
            var exchange = new Exchange("c", default);
            exchange.Add(new Identified(client, null));
            exchange.Add(new Addressed(target, null, null));
            exchange.Asks(ScimOperation.Patch, type, null);
            exchange.Add(new Unwritten(["before"]));
            warnings.Tell(exchange, names);
            return exchange;
        }
    }

    private static ScimRequest Asked(ResourceQuery query) => new()
    {
        Operation = ScimOperation.List,
        Type = ResourceType.User,
        Query = query,
    };

    private static TypeQuery? For(ScimRequest asked) => TypeQuery.For(asked, null!, All, Drops);

    private static TypeFilter Users() => new(ResourceType.User, All, Drops);

    private static bool Drops(AttributePath path) => path.Name == "nickName";
}
