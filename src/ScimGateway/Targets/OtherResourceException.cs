using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Targets;

/// <summary>The fault that a target answers with another resource than it was asked for; whoever asked by what may be no id can
/// look whether it is meant.</summary>
internal sealed class OtherResourceException : ScimException
{
    public OtherResourceException(ScimException fault, JsonObject resource)
        : base(fault.Status, fault.Type, fault.Message)
    {
        Reason = fault.Reason;
        Resource = resource;
    }

    /// <summary>What it answered with, in the client's words.</summary>
    public JsonObject Resource { get; }
}
