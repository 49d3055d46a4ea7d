namespace ScimGateway.Configuration.Reading;

/// <summary>A value that cannot be used: what is wrong and what to write instead. Its place is known to who reads the
/// key.</summary>
internal sealed class ValueFaultException(string message, Exception? cause = null) : Exception(message, cause);
