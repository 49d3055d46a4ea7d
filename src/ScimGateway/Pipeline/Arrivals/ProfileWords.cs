using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Auditing;
using ScimGateway.Clients;
using ScimGateway.Clients.Dialects;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Resources;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Versions;

namespace ScimGateway.Pipeline.Arrivals;

/// <summary>Translates between one client's dialect and the common form.</summary>
internal static class ProfileWords
{
    /// <summary>The client's dialect → RFC.</summary>
    /// <exception cref="Scim.Errors.ScimException">The request follows neither the RFC nor a leniency of this client.</exception>
    public static ScimRequest ToCommon(this Client client, Asked asked, ScimLimits limits)
    {
        var type = asked.Resource.Mapping.Type;
        var rules = new ReadingRules(type, client.Leniency, limits);
        var form =
            asked.Body is { } body && asked.Operation is ScimOperation.Create or ScimOperation.Replace
                ? CommonForm.Read(body, rules)
                : null;
        bool patches = asked.Operation == ScimOperation.Patch,
            searches = asked is { Operation: ScimOperation.List, Body: not null };
        return new ScimRequest
        {
            Operation = asked.Operation,
            Type = type,
            Id = asked.Id,
            Query =
                searches ? ResourceQuery.ReadSearch(asked.Body!, rules)
                : asked.Parameters.Count == 0 ? ResourceQuery.Empty
                : ResourceQuery.Parse(asked.Parameters, rules),
            Resource = form?.Resource,
            Cleared = form?.Cleared ?? [],
            Patch = asked.Body is { } patch && patches ? PatchRequest.Parse(patch, rules) : null,
            Leniency = client.Leniency,
            Limits = limits,
            IfMatch = asked.IfMatch,
            IfNoneMatch = asked.IfNoneMatch,
        };
    }

    /// <summary>RFC → the client's dialect. The answer's resources are changed in place.</summary>
    public static Given FromCommon(this Client client, ScimAnswer answer, ScimRequest request, string baseUrl)
    {
        bool omitsBody = OmitsBody(client, request);
        string? name = EchoedCase.NameIn(request);
        // An emulation may have read the whole resource for a client that wants a part of it.
        if (answer.IsUnread && !omitsBody && name is null && request is { Query.HasProjection: false, IfNoneMatch: null })
            return Unread(answer, baseUrl);
        if (name is not null)
            foreach (var resource in answer.List?.Resources ?? (answer.Resource is { } named ? [named] : []))
                EchoedCase.Echo(name, resource);
        if (answer.List is { } list)
        {
            foreach (var resource in list.Resources) Finish(resource, request, baseUrl);
            return new Given(200, list.ToJson());
        }

        if (
            request.Operation == ScimOperation.Read
            && request.IfNoneMatch is { } known
            && EntityTagList.Parse(known, "If-None-Match").Names(answer.Version)
        )
            return new Given(304) { Version = answer.Version };
        if (omitsBody || answer.Resource is not { } one) return new Given(204) { Version = answer.Version };
        // Set even if the client excludes meta (RFC 7644 section 3.3).
        string? location =
            answer.Status == 201 ? ResourceLocation.Of(baseUrl, request.Type.Endpoint, one["id"]!.GetValue<string>()) : null;
        if (answer.Version is { } version && one["meta"] is JsonObject meta) meta["version"] = version.ToString();
        Finish(one, request, baseUrl);
        return new Given(answer.Status, one) { Location = location, Version = answer.Version };
    }

    /// <summary>The names of the attributes that a request changes, in the client's words, for the audit log.</summary>
    public static IReadOnlyList<string> ChangedAttributes(ScimRequest request)
    {
        if (request.Patch is { } patch) return [.. patch.Operations.SelectMany(Names).Distinct(StringComparer.OrdinalIgnoreCase)];
        return request.Resource is { } resource ? [.. Names(resource)] : [];
    }

    /// <summary>What a request wants changed, as the audit may know it; <see langword="null"/>: nothing.</summary>
    public static Wanted? Wanted(ScimRequest request) =>
        request.Operation is ScimOperation.Create or ScimOperation.Replace or ScimOperation.Patch
            ? new(SafeNames.Attributes(ChangedAttributes(request)), Lifecycle(request))
            : null;

    /// <summary>Whether a change says that somebody is <c>deactivated</c> or <c>activated</c>; a boolean is no personal
    /// value.</summary>
    private static string? Lifecycle(ScimRequest request)
    {
        var said = request.Operation switch
        {
            ScimOperation.Patch => request.Patch!.Operations.LastOrDefault(IsOfActive)?.Value,
            ScimOperation.Replace => request.Resource!.Find("active"),
            _ => null,
        };
        return said?.GetValueKind() switch { JsonValueKind.False => "deactivated", JsonValueKind.True => "activated", _ => null };
    }

    private static bool IsOfActive(PatchOperation operation) =>
        operation.Path is { Where: null, Attribute: { Schema: null, SubName: null, Name: "active" } };

    private static Given Unread(ScimAnswer answer, string baseUrl) => new(answer.Status, output =>
    {
        answer.UnreadResource?.WriteTo(output, baseUrl, answer.Version);
        answer.UnreadList?.WriteTo(output, baseUrl);
    })
    {
        Version = answer.Version,
        Size = answer.UnreadList is { } list ? list.Length + (list.Length / 8) : 0, // locations are added
    };

    /// <summary>Sets the addresses, and applies the client's projection.</summary>
    public static void Finish(JsonObject resource, ScimRequest request, string baseUrl)
    {
        ResourceLocation.Stamp(resource, request.Type, baseUrl);
        Projection.Apply(resource, request.Type, request.Query);
    }

    private static bool OmitsBody(Client client, ScimRequest request) =>
        request is { Operation: ScimOperation.Patch, Query.HasProjection: false }
        && client.Profile.EmptyGroupPatchAnswer
        && request.Type.Name == ResourceType.Group.Name;

    private static IEnumerable<string> Names(PatchOperation operation) =>
        operation.Path is { } path ? [path.Attribute.ToString()] : operation.Value is JsonObject value ? Names(value) : [];

    private static IEnumerable<string> Names(JsonObject resource) => resource
        .Where(member => member.Key != "schemas")
        .SelectMany(member =>
            member.Key.StartsWith("urn:", StringComparison.OrdinalIgnoreCase) && member.Value is JsonObject extension
                ? extension.Select(attribute => $"{member.Key}:{attribute.Key}")
                : [member.Key]);
}
