using static ScimGateway.Tests.Crippled.Lacks;
using static ScimGateway.Tests.Crippled.PageLacks;

namespace ScimGateway.Tests.Crippled;

/// <summary>The forms that the gateway is judged in front of. All lack ETags and cursors, for scimmy has none.</summary>
internal static class ServerForms
{
    private const string Patches = "replace sets a value";

    private const string Finds = "`title eq \"Lead\" and active eq true` finds 2";

    private const string Paged = "count is the most on a page, and the page says where it is";

    private const string Sorted = "A list is sorted descending";

    private const string Read = "A resource is read by its id";

    public static IReadOnlyList<ServerForm> All { get; } =
    [
        new("full", () => [], "", null),
        new("no PATCH", () => [Method("PATCH")], "patch: false", Patches),
        new("PATCH merges, no PUT", () => [Method("PUT"), MergePatch.Only()], "patch: \"merge\", put: false", Patches),
        new("no PUT", () => [Method("PUT")], "put: false", "A PUT replaces what is stored and answers the whole resource"),
        new("ignores filters", () => [Ignoring("filter")], "filters: false", Finds),
        new("refuses filters", () => [RefusingFilters()], "filters: false", Finds),
        new("name eq only", () => [OnlyByName()], "", Finds)
        {
            Types = "User: { can: { filters: { operators: [\"eq\"], attributes: [\"userName\"] } } }, Group: { can: { filters: { operators: [\"eq\"], attributes: [\"displayName\"] } } }",
        },
        new("a miss is 404", () => [MissIsNotFound()], "", "`userName eq \"nobody@x.org\"` finds nobody"),
        new("pages of 7", () => [PagesOf(7)], "pageSize: 7", null),
        new("no filters, pages of 7", () => [RefusingFilters(), PagesOf(7)], "filters: false, pageSize: 7", Finds),
        new("no totals, pages of 7", () => [NoTotals(), PagesOf(7)], "pageSize: 7", "A list counts all there are"),
        new(
            "total is the page's, pages of 7",
            () => [TotalsOfThePage(), PagesOf(7)],
            "pageSize: 7, totals: false",
            "A list counts all there are"
        ),
        new("cursors only, pages of 7", () => [CursorOnly(7)], "paging: \"cursor\", pageSize: 7", Paged),
        new("no paging", () => [NoPages()], "paging: \"none\"", Paged),
        new("no sort", () => [Ignoring("sortBy", "sortOrder")], "sort: false", Sorted),
        new(
            "no projection",
            () => [Ignoring("attributes", "excludedAttributes")],
            "projection: false",
            "attributes gives those and the id"
        ),
        new("no .search", () => [Endpoint(".search")], "", "A search finds what the filter in its body says"),
        new("no Bulk", () => [Endpoint("/Bulk")], "", "Each answer names its method, its bulkId and its location"),
        new("no DELETE", () => [Method("DELETE")], "delete: false", "A DELETE is answered with 204 and nothing else"),
        new(
            "users are deactivated only",
            () => [Method("DELETE", "/Users")],
            "",
            "A DELETE is answered with 204 and nothing else"
        ) { Types = "User: { can: { delete: \"deactivate\" } }, Group: {}" },
        new("terse", () => [Terse()], "", "A create is answered with 201 and the whole resource"),
        new("HTML errors", () => [HtmlErrors()], "", "What does not exist is 404 with a SCIM error"),
        new("in pieces", () => [InPieces()], "", null),
        new("429, seconds", () => [Throttling(byDate: false)], "", Read),
        new("429, a date", () => [Throttling(byDate: true)], "", Read),
        new("resets connections", () => [Resetting()], "", Read),
        new(
            "bare bones",
            () => [
                HtmlErrors(),
                Terse(),
                MissIsNotFound(),
                OnlyByName(),
                NoTotals(),
                PagesOf(7),
                Method("PATCH"),
                Method("DELETE", "/Users"),
                Endpoint("/Bulk"),
                Endpoint(".search"),
                Ignoring("sortBy", "sortOrder", "attributes", "excludedAttributes"),
            ],
            "patch: false, sort: false, projection: false, pageSize: 7",
            Patches)
        {
            Types = "User: { can: { delete: \"deactivate\", filters: { operators: [\"eq\"], attributes: [\"userName\"] } } }, Group: { can: { filters: { operators: [\"eq\"], attributes: [\"displayName\"] } } }",
        },
    ];

    public static ServerForm Named(string name) => All.Single(form => form.Name == name);
}
