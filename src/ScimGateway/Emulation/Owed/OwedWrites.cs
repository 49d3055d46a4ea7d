using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.References;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Schemas;
using ScimGateway.Stores.Owed;

namespace ScimGateway.Emulation.Owed;

/// <summary>Takes out of a write whom the target does not have yet, and tells which rows it makes void.</summary>
internal sealed class OwedWrites(ResourceMapping mapping, ReferenceDirectory directory)
{
    private readonly ResourceReference[] deferred =
        [.. mapping.References.Where(reference => reference.Missing == MissingReference.Defer)];

    public bool Any => deferred.Length > 0;

    /// <param name="rows">What the resource is owed now.</param>
    public async Task<OwedWrite> PartAsync(ScimRequest request, IReadOnlyList<OwedRow> rows, CallContext context)
    {
        var added = new List<OwedValue>();
        if (request.Patch is { } patch)
        {
            var left = new List<PatchOperation>();
            var gone = new List<OwedRow>();
            foreach (var operation in patch.Operations)
            {
                var voided = rows.Where(row => IsVoided(row, operation)).ToList();
                gone.AddRange(voided);
                added.RemoveAll(owed => voided.Exists(row => IsSame(row.Owed, owed))); // by an earlier operation of this PATCH
                left.AddRange(await LeftOfAsync(operation, voided, added, Shown(request, rows), context));
            }

            bool isNothing = left.Count == 0 && patch.Operations.Count > 0;
            return new(isNothing ? null : request with { Patch = new PatchRequest(left) }, [.. gone.Distinct()], added);
        }

        if (request.Resource is not { } resource) return new(request, [], []);
        var sent = Any ? (JsonObject)resource.DeepClone() : resource;
        added.AddRange(await TakeMissingAsync(sent, Shown(request, rows), context));
        return new(
            request with { Resource = sent, Previous = WithoutOwed(request, rows, added) },
            [.. rows.Where(row => row.Owed.Kind != OwedKind.Delete)],
            added);
    }

    // Whom the target shows is there: a list of ten thousand members is not asked for one by one because one comes.
    private ILookup<ResourceReference, string> Shown(ScimRequest request, IReadOnlyList<OwedRow> rows) =>
        (request.Previous is not null ? deferred.Where(reference => reference.IsById) : [])
            .SelectMany(reference => ReferencePlace.All(request.Previous!, reference).Select(place => (reference, place.Value)))
            .Where(one => !rows.Any(row => row.Owed.WaitsName.Equals(one.Value, StringComparison.OrdinalIgnoreCase)))
            .ToLookup(one => one.reference, one => one.Value);

    private async Task<List<OwedValue>> TakeMissingAsync(
        JsonObject resource, ILookup<ResourceReference, string> shown, CallContext context)
    {
        var missing = new List<OwedValue>();
        foreach (var reference in deferred)
        {
            var places = ReferencePlace.All(resource, reference);
            var known = shown[reference].ToHashSet(StringComparer.Ordinal);
            places = [.. places.Where(place => !known.Contains(place.Value))];
            if (places.Count == 0) continue;
            var found = await directory.ResolveAllAsync(reference, places.Select(place => place.Value), context);
            foreach (var place in places)
                if (found[place.Value] is not { } there)
                {
                    missing.Add(Owed(reference, place));
                    place.Remove();
                }
                else if (reference.Names.Contains(ResourceReference.Id)) place.Value = there.Id; // asked for once
        }

        return missing;
    }

    private static OwedValue Owed(ResourceReference reference, ReferencePlace place) => new(
        reference.Path.ToString(),
        reference.IsList ? OwedKind.Members : OwedKind.Reference,
        reference.Type,
        place.Value,
        reference.IsList ? place.Element.DeepClone() : JsonValue.Create(place.Value));

    private async Task<IEnumerable<PatchOperation>> LeftOfAsync(
        PatchOperation operation,
        List<OwedRow> voided,
        List<OwedValue> added,
        ILookup<ResourceReference, string> shown,
        CallContext context
    )
    {
        // Whom the target is owed it does not have: there is nothing to remove.
        if (operation is { Verb: PatchVerb.Remove, Path.Where: not null } && voided.Count > 0) return [];
        if (operation.Verb == PatchVerb.Remove || ReferencePlace.Hold(operation) is not { } held) return [operation];
        var lists = deferred.Where(reference => reference.IsList && ReferencePlace.All(held, reference).Count > 0).ToList();
        var missing = await TakeMissingAsync(held, shown, context);
        added.AddRange(missing);
        var left = ReferencePlace.Held(held, operation) is { } rest ? [rest] : Array.Empty<PatchOperation>();
        return operation is { Verb: PatchVerb.Replace, Value: JsonObject } ? Emptied(lists, held).Concat(left) : left;
    }

    // A list of which nobody is left was replaced all the same.
    private static IEnumerable<PatchOperation> Emptied(List<ResourceReference> lists, JsonObject held) =>
        lists.Where(reference => ReferencePlace.All(held, reference).Count == 0)
            .Select(reference => new PatchPath(reference.Path with { SubName = null }))
            .Select(path => new PatchOperation(PatchVerb.Remove, path, null));

    // What the gateway showed is no value of the target's, and is not compared: whoever is there by now is sent, and where
    // nobody is, whom the target names stays. Only where nobody is named any more is it compared, so that whom the target names
    // goes.
    private JsonObject? WithoutOwed(ScimRequest request, IReadOnlyList<OwedRow> rows, List<OwedValue> added)
    {
        if (request.Previous is not { } previous || (rows.Count == 0 && added.Count == 0)) return request.Previous;
        var copy = (JsonObject)previous.DeepClone();
        foreach (var reference in deferred)
        {
            string path = reference.Path.ToString();
            foreach (var place in ReferencePlace.All(copy, reference))
                if (reference.IsList
                    ? rows.Any(row => row.Owed.Path == path && Spelling.AreSame(row.Owed.WaitsName, place.Value))
                    : added.Exists(owed => owed.Path == path)
                        || (rows.Any(row => row.Owed.Path == path) && ReferencePlace.All(request.Resource!, reference).Count > 0))
                    place.Remove();
        }

        return copy;
    }

    private bool IsVoided(OwedRow row, PatchOperation operation)
    {
        if (row.Owed.Kind is not (OwedKind.Reference or OwedKind.Members)) return false;
        if (deferred.FirstOrDefault(one => one.Path.ToString() == row.Owed.Path) is not { } reference) return false;
        if (operation.Verb == PatchVerb.Remove) return IsRemoved(row.Owed, reference, operation);
        if (ReferencePlace.Hold(operation) is not { } held) return false;
        bool isSaid = HolderOf(held, reference)?.SpellingOf(reference.Path.Name) is not null;
        return reference.IsList && operation.Verb == PatchVerb.Add
            ? ReferencePlace.All(held, reference).Any(place => Spelling.AreSame(place.Value, row.Owed.WaitsName))
            : isSaid;
    }

    private bool IsRemoved(OwedValue owed, ResourceReference reference, PatchOperation operation)
    {
        if (operation.Path is not { } path) return false;
        bool isOfIt = IsSame(path.Attribute.Schema, reference.Path.Schema) && IsSame(path.Attribute.Name, reference.Path.Name);
        if (!isOfIt) return path.Attribute.Schema is null && IsSame(path.Attribute.Name, reference.Path.Schema);
        if (path.Where is null && operation.Value is JsonArray values)
            return values.Any(value => value.IsString(out string? name) && Spelling.AreSame(name, owed.WaitsName));
        return path.Where is not { } where
            || FilterPredicate.CompileWhere(where, Attribute(reference)).Matches(AsElement(owed.Value));
    }

    private static JsonObject AsElement(JsonNode? value) =>
        value as JsonObject ?? new JsonObject { ["value"] = value?.DeepClone() };

    private AttributeDefinition? Attribute(ResourceReference reference) =>
        mapping.Type.Find(reference.Path with { SubName = null });

    private static JsonObject? HolderOf(JsonObject resource, ResourceReference reference) =>
        reference.Path.Schema is { } schema ? resource.Find(schema) as JsonObject : resource;

    private static bool IsSame(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static bool IsSame(OwedValue one, OwedValue other) =>
        one.Path == other.Path && Spelling.AreSame(one.WaitsName, other.WaitsName);
}
