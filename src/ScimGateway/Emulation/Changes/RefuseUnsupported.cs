using ScimGateway.Calls;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Changes;

/// <summary>Refuses requests that neither the target nor the gateway can do, before anything is sent (RFC 7644 table 8:
/// 501).</summary>
internal sealed class RefuseUnsupported(ITarget inner, ResourceMapping mapping, string target) : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) => !Supports(request.Operation);

    /// <exception cref="ScimException">501.</exception>
    protected override Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context) =>
        throw ScimException.NotImplemented(Sentence(request.Operation));

    /// <summary>Whether an operation is possible, with emulations; the discovery documents say the same.</summary>
    public static bool Supports(TargetCapabilities can, ScimOperation operation) => operation switch
    {
        ScimOperation.Create => can.Create,
        ScimOperation.Read => can.Read,
        ScimOperation.List => can.List,
        ScimOperation.Replace => can.Put || can.Patch == PatchStyle.Merge || can is { Patch: PatchStyle.PatchOp, Read: true },
        ScimOperation.Patch => can.Patch != PatchStyle.None || can.Put,
        ScimOperation.Delete => can.Delete != DeleteStyle.None,
        _ => throw new InvalidOperationException($"{operation} is no operation."),
    };

    private bool Supports(ScimOperation operation) => Supports(mapping.Can, operation);

    private string Sentence(ScimOperation operation)
    {
        bool readOnly = !mapping.Can.Create && !Supports(ScimOperation.Patch);
        string reason = readOnly
            ? "it can only be read"
            : $"it has no {operation.ToString().ToLowerInvariant()} for {mapping.Type.Endpoint}";
        return $"The target '{target}' does not take this request: {reason}.";
    }
}
