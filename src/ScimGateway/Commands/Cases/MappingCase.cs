using ScimGateway.Pipeline;

namespace ScimGateway.Commands.Cases;

/// <summary>A test of a mapping that needs no server: a client's request, what the target gets and answers, what the client
/// gets.</summary>
/// <param name="File">The path of the file.</param>
/// <param name="Heading">The comment at its beginning, as it is.</param>
/// <param name="Profile">The client's profile.</param>
/// <param name="Request">What the client sends, its path from the resource type on: <c>/Users/1</c>.</param>
/// <param name="Calls">What the target gets and answers, in this order.</param>
/// <param name="Given">What the client gets.</param>
internal sealed record MappingCase(
    string File,
    string Heading,
    string Profile,
    OfflineRequest Request,
    IReadOnlyList<CaseCall> Calls,
    OfflineAnswer Given
)
{
    /// <summary>A placeholder for the client's answer until it is written.</summary>
    public static OfflineAnswer Unwritten { get; } = new(0, null);
}

/// <summary>One call to the target.</summary>
internal sealed record CaseCall(OfflineRequest Gets, OfflineAnswer Answers);

/// <summary>A case that cannot be read.</summary>
internal sealed class CaseException(string file, int line, string message) : Exception($"{file}:{line}: {message}");
