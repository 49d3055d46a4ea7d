namespace ScimGateway.Configuration.Reading;

/// <summary>A value that cannot be used: what is wrong and what to write instead. The reader of the key adds its place.</summary>
internal sealed class ValueFaultException(string message, Exception? cause = null) : Exception(message, cause);
