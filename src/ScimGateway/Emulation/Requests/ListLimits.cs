using ScimGateway.Configuration;

namespace ScimGateway.Emulation.Requests;

/// <summary>Limits on the cost of one list.</summary>
/// <param name="PageResources">Resources on a page that the gateway puts together.</param>
/// <param name="ScanResources">Resources that one request reads through.</param>
/// <param name="ScanTests">Comparisons over all these resources.</param>
internal sealed record ListLimits(int PageResources, int ScanResources, int ScanTests)
{
    /// <summary>Resources that one request reads one by one, if a list does not show the attributes of its filter or
    /// sorting.</summary>
    public int ReadsEach { get; init; } = 200;

    public static ListLimits Of(GatewayLimits limits) => new(limits.PageResources, limits.ScanResources, limits.ScanTests);
}
