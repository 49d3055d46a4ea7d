using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Values;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Mapping.Mappers;

/// <summary>A client's filter in the target's words, its values converted by the rows.</summary>
internal sealed class FilterMapper(PathMapper paths, string mapping) : FilterRewriter
{
    protected override Filter Comparison(ComparisonFilter filter)
    {
        var way = Way(filter.Path);
        if (way.Row?.Mapper is { Joins: true }) throw Refused(filter.Path, "the target has its values as one text");
        bool needsValue = filter.Operator != ComparisonOperator.Ne && filter.Value.Kind != LiteralKind.Null;
        if (way is { Row.Mapper: DateMapper, Whole: true } && filter.Value.Kind == LiteralKind.String)
            return InFirst(Places(filter.Path, way), place => DayFilter.Of(filter, test => At(place, test)), needsValue);
        var literal = Literal(way, filter);
        return InFirst(
            Places(filter.Path, way),
            place => At(place, path => new ComparisonFilter(path, filter.Operator, literal)),
            needsValue
        );
    }

    protected override Filter Present(PresentFilter filter) => Places(filter.Path, Way(filter.Path))
        .Select(place => At(place, path => new PresentFilter(path)))
        .Aggregate((one, other) => new OrFilter(one, other));

    private IEnumerable<Place> Places(AttributePath path, Way way) => [way.Target!, .. paths.Seconds(path)];

    // A value that is stored in several places is read from the first that has one: that place is compared.
    private static Filter InFirst(IEnumerable<Place> places, Func<Place, Filter> test, bool needsValue) => places.Reverse()
        .Aggregate((Filter?)null, (rest, place) => rest is null ? test(place) : new OrFilter(
            needsValue ? test(place) : new AndFilter(Has(place), test(place)),
            new AndFilter(new NotFilter(Has(place)), rest)))!;

    private static Filter Has(Place place) => At(place, path => new PresentFilter(path));

    protected override Filter ValuePath(ValuePathFilter filter)
    {
        if (Element(filter) is { } element) return element;
        if (!paths.Elements(filter.Path).All(row => row.Client!.Where!.Excludes(filter.Where)))
            throw Refused(filter.Path, "the target has some of its elements elsewhere");
        var way = paths.Find(filter.Path);
        var target = way.Target ?? throw Refused(filter.Path, "the target has no place for it");
        if (way.Row?.Mapper is not null) throw Refused(filter.Path, "the mapping converts the attribute as a whole");
        if (target.Where is not null) throw Refused(filter.Path, "the mapping keeps it as a part of another attribute");
        return new ValuePathFilter(target.Path, new ElementFilterMapper(paths, filter.Path).Rewrite(filter.Where));
    }

    // emails[type eq "work" and value eq "a@x.org"] with a row for emails[type eq "work"].value: the rest tests the row's place.
    private Filter? Element(ValuePathFilter filter)
    {
        if (filter.Where is not AndFilter and) return null;
        foreach (var row in paths.Elements(filter.Path))
        {
            var rest = row.Client!.Where!.Is(and.Left) ? and.Right : row.Client.Where.Is(and.Right) ? and.Left : null;
            if (row.Target is not { } target || rest is null || row.Client.Path.SubName is not { } sub) continue;
            var way = new Way(row, target, Whole: true);
            if (rest is ComparisonFilter test && IsSub(test.Path, sub))
                return At(target, path => new ComparisonFilter(path, test.Operator, Literal(way, test)));
            if (rest is PresentFilter present && IsSub(present.Path, sub)) return At(target, path => new PresentFilter(path));
        }

        return null;
    }

    private static bool IsSub(AttributePath path, string sub) =>
        path is { Schema: null, SubName: null } && path.Name.Equals(sub, StringComparison.OrdinalIgnoreCase);

    private Way Way(AttributePath path)
    {
        var way = paths.Find(path);
        // A complex attribute compares by its value (RFC 7644 section 3.4.2.2): manager eq "u-1" is manager.value eq "u-1".
        if (way.Row is null && path.SubName is null && paths.Find(path with { SubName = "value" }) is { Row: not null } value)
            way = value;
        if (way.Row?.Whole is not null) throw Refused(path, "the target has it as a part of another value");
        if (paths.IsElsewhere(path)) throw Refused(path, "the target has it in several places");
        if (way.Target is null) throw Refused(path, "the target has no place for it");
        if (way is { Whole: false, Row.Mapper: not null }) throw Refused(path, "the mapping converts the attribute as a whole");
        if (paths.Elements(path with { SubName = null }).Any())
            throw Refused(path, "the target has some of its elements elsewhere");
        return way.Row is null && path.SubName is null && paths.Below(path).Any()
            ? throw Refused(path, "the target has its parts elsewhere")
            : way;
    }

    // The target stores it as one element of an array: the test must hold for that element.
    private static Filter At(Place place, Func<AttributePath, Filter> test) => place.Where is not { } where
        ? test(place.Path)
        : new ValuePathFilter(place.Path with
        {
            SubName = null,
        }, new AndFilter(where.ToFilter(), test(new AttributePath(null, place.Path.SubName ?? "value"))));

    private FilterLiteral Literal(Way way, ComparisonFilter filter)
    {
        if (way.Row?.Mapper is not { } mapper || filter.Value.Kind == LiteralKind.Null) return filter.Value;
        if (filter.Operator is not (ComparisonOperator.Eq or ComparisonOperator.Ne) && !mapper.KeepsOrder)
            throw Refused(filter.Path, "the mapping converts its values, so that only eq and ne can be asked");
        try
        {
            return way.Row.Write(Json(filter.Value), "filter") is { } value
                ? FromJson(value)
                : throw Refused(filter.Path, "the mapping has no such value at the target");
        }
        catch (ScimException fault) when (fault.Status == 400)
        {
            throw new ScimException(400, ScimType.InvalidFilter, fault.Message, fault);
        }
    }

    private static JsonNode Json(FilterLiteral literal) => literal.Kind switch
    {
        LiteralKind.Boolean => JsonValue.Create(literal.Text == "true"),
        LiteralKind.Number
            when long.TryParse(literal.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) =>
            JsonValue.Create(whole),
        LiteralKind.Number => JsonValue.Create(double.Parse(literal.Text, CultureInfo.InvariantCulture)),
        LiteralKind.String => JsonValue.Create(literal.Text),
        _ => throw new InvalidOperationException($"{literal.Kind} has no value."),
    };

    private static FilterLiteral FromJson(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.True => FilterLiteral.Of(true),
        JsonValueKind.False => FilterLiteral.Of(false),
        JsonValueKind.Number => FilterLiteral.Number(value.ToJsonString()),
        JsonValueKind.String => FilterLiteral.Of(value.GetValue<string>()),
        var kind => throw ScimException.InvalidFilter(
            $"A filter compares with one plain value, and the mapping made it a JSON {kind}."
        ),
    };

    private ScimException Refused(AttributePath path, string why) =>
        ScimException.InvalidFilter($"The mapping '{mapping}' cannot filter on {path}: {why}.");
}

/// <summary>The inside of a value path: names relative to the element.</summary>
internal sealed class ElementFilterMapper(PathMapper paths, AttributePath attribute) : FilterRewriter
{
    protected override AttributePath Path(AttributePath path) =>
        path is { Schema: null, SubName: null }
        && paths.Find(attribute with { SubName = path.Name }).Target?.Path.SubName is { } name
            ? new AttributePath(null, name)
            : path;
}
