namespace ScimGateway.Sandbox.Vendors;

/// <param name="Token">The bearer token it wants.</param>
/// <param name="Time">Its clock.</param>
/// <param name="RequestsPerSecond"><see langword="null"/>: the vendor's own limit.</param>
internal sealed record VendorSettings(string Token, TimeProvider Time, int? RequestsPerSecond);
