using System.Text.Json.Nodes;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;

namespace ScimGateway.Emulation.References;

/// <summary>A client's request with the names that the target has for those whom it refers to.</summary>
/// <param name="references">Those of the resource's type.</param>
/// <param name="asked">What is known of the names of this request.</param>
/// <param name="omit">Is told what is left out of the change.</param>
internal sealed class ReferencesOut(
    IReadOnlyList<ResourceReference> references,
    AskedNames asked,
    Action<ResourceReference> omit)
{
    private readonly HashSet<ResourceReference> omitted = [];

    /// <exception cref="ScimException"><c>invalidValue</c>: nobody has a name.</exception>
    public async Task<ScimRequest> OfAsync(ScimRequest request)
    {
        if (request.Previous is { } previous) TakeShown(previous);
        return request with
        {
            Resource = request.Resource is { } resource ? await ChangedAsync(resource) : null,
            Previous = request.Previous is { } before ? await BeforeAsync(before) : null,
            Patch = request.Patch is { } patch ? await OfAsync(patch) : null,
            Query = request.Query.Filter is { } filter
                ? request.Query with { Filter = await OfAsync(filter) }
                : request.Query,
        };
    }

    // Whom the target shows is there: a list of ten thousand members is not asked for one by one because one comes.
    private void TakeShown(JsonObject previous)
    {
        foreach (var reference in references.Where(reference => reference.IsById))
            foreach (var place in ReferencePlace.All(previous, reference)) asked.Show(reference, place.Value);
    }

    private async Task<JsonObject> ChangedAsync(JsonObject resource)
    {
        var copy = (JsonObject)resource.DeepClone();
        foreach (var reference in references)
        {
            var places = ReferencePlace.All(copy, reference);
            await asked.AskAsync(reference, places.Select(place => place.Value));
            Put(reference, places, isRemoval: false);
        }

        return copy;
    }

    // Somebody who is left out of the change is not compared, so that whom the target names there stays.
    private async Task<JsonObject> BeforeAsync(JsonObject previous)
    {
        if (omitted.Count == 0 && references.All(reference => reference.IsById)) return previous;
        var copy = (JsonObject)previous.DeepClone();
        foreach (var reference in references)
        {
            var places = ReferencePlace.All(copy, reference);
            if (omitted.Contains(reference))
            {
                foreach (var place in places) place.Remove();
                continue;
            }

            await asked.AskAsync(reference, places.Select(place => place.Value));
            Put(reference, places, isRemoval: true);
        }

        return copy;
    }

    private async Task<PatchRequest> OfAsync(PatchRequest patch)
    {
        var held = patch.Operations.Select(operation => (Operation: operation, Value: ReferencePlace.Hold(operation))).ToList();
        foreach (var reference in references)
            await asked.AskAsync(reference, held.SelectMany(one => ReferenceFilter.Names(one.Operation, reference)
                .Concat(one.Value is null ? [] : ReferencePlace.All(one.Value, reference).Select(place => place.Value))));
        return new PatchRequest([.. held.Select(one => Of(one.Operation, one.Value)).OfType<PatchOperation>()]);
    }

    /// <returns><see langword="null"/>: there is nothing left to say.</returns>
    private PatchOperation? Of(PatchOperation operation, JsonObject? held)
    {
        bool isRemoval = operation.Verb == PatchVerb.Remove;
        var sent = operation;
        foreach (var reference in references)
        {
            if (held is not null) Put(reference, ReferencePlace.All(held, reference), isRemoval);
            var names = ReferenceFilter.Names(operation, reference);
            bool isOfNobody = names.Count > 0 && names.All(name => asked[reference, name] is null);
            if (isRemoval && isOfNobody && !reference.IsById) return null; // who is not there is removed already
            sent = ReferenceFilter.Renamed(sent, reference, name => asked[reference, name]?.By ?? name);
        }

        return held is null ? sent : ReferencePlace.Held(held, sent);
    }

    private async Task<Filter> OfAsync(Filter filter)
    {
        foreach (var reference in references.Where(reference => !reference.IsById || reference.Names.Count > 1))
        {
            await asked.AskAsync(reference, ReferenceFilter.Names(filter, reference));
            filter = ReferenceFilter.Renamed(filter, reference, name => asked[reference, name]?.By ?? name);
        }

        return filter;
    }

    private void Put(ResourceReference reference, IReadOnlyList<ReferencePlace> places, bool isRemoval)
    {
        var taken = places.Select(place => place.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var place in places)
        {
            if (asked[reference, place.Value]?.By is not { } by)
            {
                // What goes may be nobody's name any more.
                if (!isRemoval) LeaveOut(reference, place);
                // Whom clients see until the target has them: in place of somebody, who must go when the client says so.
                else if (!reference.IsById && reference.Missing != MissingReference.Defer) place.Remove();
            }
            else if (by != place.Value)
            {
                if (place.IsElement && !taken.Add(by)) place.Remove(); // a list names somebody twice, in two ways
                else place.Value = by;
            }
        }
    }

    private void LeaveOut(ResourceReference reference, ReferencePlace place)
    {
        if (reference.Missing != MissingReference.Omit)
            throw ScimException.InvalidValue(
                $"{reference.Path} names the {reference.Type} '{place.Value}', which the target does not have (yet)."
            );
        omit(reference);
        if (!place.IsElement) omitted.Add(reference);
        place.Remove();
    }
}
