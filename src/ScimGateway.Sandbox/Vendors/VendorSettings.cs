namespace ScimGateway.Sandbox.Vendors;

/// <param name="Token">The bearer token that it requires.</param>
/// <param name="Time">Its clock.</param>
/// <param name="RequestsPerSecond"><see langword="null"/>: the vendor's own limit.</param>
internal sealed record VendorSettings(string Token, TimeProvider Time, int? RequestsPerSecond);
