using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Lists;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Versions;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Members;

/// <summary>The members of a group whose target shows them only at its users (AWS IAM Identity Center): the users found by
/// <c>Users?filter=groups.value eq "g-1"</c>, page by page. Layers that read a group to change it see all of them.</summary>
/// <remarks>Lists leave them out: an empty list of members would be wrong, and each group would cost a list of its own.</remarks>
/// <param name="users">Uses the target's own pagination.</param>
internal sealed class MembersOfUsers(
    ITarget inner,
    ResourceMapping mapping,
    ITarget users,
    ResourceMapping ofUsers,
    ListLimits limits
) : TargetLayer(inner)
{
    private static readonly AttributePath Groups = new(null, "groups", "value");

    protected override bool Concerns(ScimRequest request) => true;

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        if (request.Operation == ScimOperation.List) RequireKnown(request.Query.Filter);
        var answer = await Inner.SendAsync(request, context);
        return request.Operation switch
        {
            ScimOperation.List => WithoutMembers(answer),
            ScimOperation.Read when Wants(request.Query) => await WithMembersAsync(answer, request, context),
            // The answer to a change is incomplete: a layer that needs all of it reads it.
            ScimOperation.Create when answer.Resource?["id"] is { } id =>
                new ScimAnswer { Status = answer.Status, Resource = new JsonObject { ["id"] = id.DeepClone() } },
            ScimOperation.Replace or ScimOperation.Patch => new ScimAnswer { Status = 204 },
            _ => answer,
        };
    }

    private async Task<ScimAnswer> WithMembersAsync(ScimAnswer answer, ScimRequest request, CallContext context)
    {
        var group = answer.Resource!;
        var members = await MembersAsync(request, context);
        group.Remove("members");
        if (members.Count > 0) group["members"] = members;
        var version = answer.IsVersionOfTarget || request.Query.HasProjection
            ? answer.Version
            : ResourceVersion.Of(Encoding.UTF8.GetBytes(group.ToJsonString()));
        return new ScimAnswer
        {
            Status = answer.Status,
            Resource = group,
            Version = version,
            IsVersionOfTarget = answer.IsVersionOfTarget,
        };
    }

    private async Task<JsonArray> MembersAsync(ScimRequest request, CallContext context)
    {
        var query = new ResourceQuery
        {
            Filter = new ComparisonFilter(Groups, ComparisonOperator.Eq, FilterLiteral.Of(request.Id!)),
        };
        var list = new ScimRequest { Operation = ScimOperation.List, Type = ofUsers.Type, Query = query };
        var walk = new PageWalk(users, ofUsers.Can, list, context);
        var members = new JsonArray();
        while (!walk.IsAtEnd)
        {
            var page = await walk.NextAsync(ofUsers.Can.PageSize ?? PageWalk.UsualPage);
            foreach (var user in page.Resources.Where(user => IsIn(user, request.Id!))) members.Add((JsonNode)Member(user));
            walk.Pass();
            if (!walk.IsAtEnd && walk.Passed >= limits.ScanResources) throw TooMany(request);
        }

        return members;
    }

    // Some targets ignore a filter, and return everybody.
    private static bool IsIn(JsonObject user, string group) =>
        user.Find("groups") is not JsonArray groups
        || groups.OfType<JsonObject>().Any(one => one.Find("value").IsString(out string? id) && id == group);

    private static JsonObject Member(JsonObject user)
    {
        var member = new JsonObject { ["value"] = user["id"]?.DeepClone(), ["type"] = "User" };
        if (user.Find("displayName") is { } name) member["display"] = name.DeepClone();
        return member;
    }

    private static ScimAnswer WithoutMembers(ScimAnswer answer)
    {
        foreach (var group in answer.List!.Resources) group.Remove("members");
        return answer with { UnreadList = null };
    }

    private static bool Wants(ResourceQuery query) => query.Attributes.Count > 0
        ? query.Attributes.Any(Membership.Is)
        : !query.ExcludedAttributes.Any(path => Membership.Is(path) && path.SubName is null);

    // The groups of a list have no members: a filter on them would find nobody, which is wrong.
    private void RequireKnown(Filter? filter)
    {
        if (filter is not null && filter.Paths.Any(Membership.Is) && !mapping.Can.Filters.Understands(mapping.ToTarget(filter)))
            throw ScimException.InvalidFilter(
                "The target tells the members of a group at its users alone, so that groups cannot be found by their members. Ask for the user's groups instead.");
    }

    private ScimException TooMany(ScimRequest request) => ScimException.TooMany(
        $"The {request.Type.Name} '{request.Id}' has more members than the gateway goes through for one request ({limits.ScanResources}, limits.scanResources).");
}
