using FsCheck;
using FsCheck.Fluent;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Tests.Filters;

public sealed class FilterPropertyTests
{
    private const string Pieces = "()[]\"'\\.: \t\0\ud800é0-9eE+truenotandorpreq$_";

    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(1000);

    private static readonly ReadingRules OfUsers = new(ResourceType.User);

    private static Gen<ReadingRules> AnyRules =>
        from leniency in Gen.Choose(0, (1 << 14) - 1)
        from type in Gen.Elements(ResourceType.User, ResourceType.Group, null)
        select new ReadingRules(type, (Leniency)leniency);

    private static Gen<string> Texts => Gen.OneOf(
        Gen.Elements(Pieces.ToCharArray()).ArrayOf().Select(characters => new string(characters)),
        Gen.Choose(0, char.MaxValue).Select(code => (char)code).ArrayOf().Select(characters => new string(characters)),
        Generated.Filters.Select(filter => filter.ToString()).SelectMany(Edited).SelectMany(Edited).SelectMany(Edited));

    [Fact]
    public void A_filter_that_is_printed_reads_back() => Check.One(Runs, Prop.ForAll(
        Generated.Filters.ToArbitrary(),
        filter => Filter.Parse(filter.ToString(), OfUsers) == filter && Filter.Parse(filter.ToString()) == filter));

    [Fact]
    public void Any_filter_of_the_grammar_is_printed_and_reads_back_to_its_very_text() => Check.One(
        Runs.WithMaxTest(3000),
        Prop.ForAll(
            AnyFilters.Filters.ToArbitrary(),
            filter =>
            {
                string text = filter.ToString();
                var read = Filter.Parse(text);
                return read == filter && read.ToString() == text;
            }
        )
    );

    [Fact]
    public void Any_path_is_printed_and_reads_back() => Check.One(Runs, Prop.ForAll(
        AnyFilters.Paths.ToArbitrary(),
        path => AttributePath.Parse(path.ToString()) == path && Filter.Parse($"{path} pr") == new PresentFilter(path)));

    [Fact]
    public void Any_place_of_a_PATCH_is_printed_and_reads_back() => Check.One(Runs, Prop.ForAll(
        Gen.Zip(AnyFilters.Paths, AnyFilters.Elements).ToArbitrary(),
        place =>
        {
            var path = new PatchPath(place.Item1, place.Item2);
            return PatchPath.Parse(path.ToString()) == path
                && PatchPath.Parse(place.Item1.ToString()) == new PatchPath(place.Item1);
        }));

    [Fact]
    public void To_rename_every_attribute_and_back_changes_nothing() => Check.One(Runs, Prop.ForAll(
        AnyFilters.Filters.ToArbitrary(),
        filter =>
        {
            var there = new Renaming(path => path with
            {
                Schema = $"urn:t:{path.Schema}",
                Name = path.Name + "_t",
            }).Rewrite(filter);
            var back = new Renaming(path => path with
            {
                Schema = path.Schema is "urn:t:" ? null : path.Schema?[6..],
                Name = path.Name[..^2],
            }).Rewrite(there);
            return there != filter && back == filter && new Renaming(path => path).Rewrite(filter) == filter;
        }));

    [Fact]
    public void A_predicate_agrees_with_the_plainest_evaluator() => Check.One(Runs.WithMaxTest(3000), Prop.ForAll(
        Generated.Filters.ToArbitrary(),
        Generated.Users.ToArbitrary(),
        (filter, user) => FilterPredicate.Compile(filter, ResourceType.User).Matches(user) == SlowEvaluator.Holds(filter, user)));

    [Fact]
    public void No_text_makes_anything_but_a_filter_that_reads_back_or_a_fault() => Check.One(Runs.WithMaxTest(3000), Prop.ForAll(
        Texts.ToArbitrary(),
        AnyRules.ToArbitrary(),
        (text, rules) => Read(text, rules) is not { } filter || Filter.Parse(filter.ToString(), rules) == filter));

    private sealed class Renaming(Func<AttributePath, AttributePath> rename) : FilterRewriter
    {
        protected override AttributePath Path(AttributePath path) => rename(path);
    }

    private static Filter? Read(string text, ReadingRules rules)
    {
        try
        {
            return Filter.Parse(text, rules);
        }
        catch (ScimException fault)
        {
            Assert.Equal((400, ScimType.InvalidFilter), (fault.Status, fault.Type));
            return null;
        }
    }

    // One edit: a piece left out, a character put in, or a piece repeated.
    private static Gen<string> Edited(string text) =>
        from start in Gen.Choose(0, text.Length)
        from length in Gen.Choose(0, Math.Min(6, text.Length - start))
        from piece in Gen.Elements(Pieces.ToCharArray())
        from edit in Gen.Choose(0, 3)
        select edit switch
        {
            0 => text,
            1 => text.Remove(start, length),
            2 => text.Insert(start, piece.ToString()),
            _ => text.Insert(start, text.Substring(start, length)),
        };
}
