using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Lists;

/// <summary>Look-ups at a target that compares case-sensitively where the schema does not (<c>filters: { caseExact: true }</c>):
/// a <c>userName eq "Ana@X"</c> that finds nobody is queried again in lower case, as most targets store it, and then by a scan of
/// the whole list. A client that finds nobody would create the user again.</summary>
/// <param name="inner">Sends the client's query to the target.</param>
/// <param name="scan">Compares in the gateway.</param>
/// <param name="planner">Says which filters are evaluated by the target, and not by the gateway.</param>
internal sealed class LookUpInAnyCase(ITarget inner, ITarget scan, ResourceMapping mapping, ScanPlanner planner)
    : TargetLayer(inner)
{
    private readonly InLowerCase lower = new(mapping);

    protected override bool Concerns(ScimRequest request) => IsOfCase(request);

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        var answer = await Inner.SendAsync(request, context);
        if (!IsNobody(answer)) return answer;
        var again = request with { Query = request.Query with { Cursor = null } };
        var (filter, lowered) = (request.Query.Filter!, lower.Rewrite(request.Query.Filter!));
        if (!lowered.Equals(filter))
            answer = await Inner.SendAsync(again with { Query = again.Query with { Filter = lowered } }, context);
        if (IsNobody(answer)) answer = await scan.SendAsync(again, context);
        return request.Query.Cursor is null ? answer : ByCursor(answer);
    }

    /// <summary>Whether it is a look-up, or its first page: a cursor belongs to a list that found somebody.</summary>
    private bool IsOfCase(ScimRequest request) =>
        request is { Operation: ScimOperation.List, Query: { Filter: { } filter, Cursor: null or "" } }
        && LookUp.Conjuncts(filter).Any(part => LookUp.IsInAnyCase(part, mapping.Type) && planner.TargetUnderstands(part));

    private static bool IsNobody(ScimAnswer answer) => answer.Outline is { Count: 0, NextCursor: null, TotalResults: null or 0 };

    // All users with one name or address are on one page.
    private static ScimAnswer ByCursor(ScimAnswer answer) => answer.List is { } list && list.TotalResults == list.Resources.Count
        ? answer with { List = list with { Pagination = PaginationMethod.Cursor, NextCursor = null }, UnreadList = null }
        : throw ScimException.TooMany(
            "The target compares by case, and more match in another case than are on a page; ask by startIndex."
        );

    private sealed class InLowerCase(ResourceMapping mapping) : FilterRewriter
    {
        protected override Filter Comparison(ComparisonFilter filter) => LookUp.IsInAnyCase(filter, mapping.Type)
            ? Lower(filter)
            : filter;

        protected override Filter ValuePath(ValuePathFilter filter) => LookUp.IsInAnyCase(filter, mapping.Type)
            ? filter with { Where = new ElementInLowerCase().Rewrite(filter.Where) }
            : filter;

        private static ComparisonFilter Lower(ComparisonFilter filter) => filter with
        {
            Value = FilterLiteral.Of(filter.Value.Text.ToLowerInvariant()),
        };

        private sealed class ElementInLowerCase : FilterRewriter
        {
            protected override Filter Comparison(ComparisonFilter filter) =>
                filter is { Path.Name: "value", Operator: ComparisonOperator.Eq, Value.Kind: LiteralKind.String }
                    ? Lower(filter)
                    : filter;
        }
    }
}
