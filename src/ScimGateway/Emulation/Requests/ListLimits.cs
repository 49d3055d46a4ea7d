using ScimGateway.Configuration;

namespace ScimGateway.Emulation.Requests;

/// <summary>How much one list may cost.</summary>
/// <param name="PageResources">Resources on a page that the gateway puts together.</param>
/// <param name="ScanResources">Resources that one request goes through.</param>
/// <param name="ScanTests">Those times the comparisons asked of each.</param>
internal sealed record ListLimits(int PageResources, int ScanResources, int ScanTests)
{
    /// <summary>Resources that one request reads one by one, where a list does not show what is asked of them.</summary>
    public int ReadsEach { get; init; } = 200;

    public static ListLimits Of(GatewayLimits limits) => new(limits.PageResources, limits.ScanResources, limits.ScanTests);
}
