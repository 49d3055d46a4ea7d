using System.Globalization;
using ScimGateway.Scim.Errors;
using ScimGateway.Stores.Owed;

namespace ScimGateway.State;

/// <summary>A lane as people name it: its target and its number, <c>app/7</c>.</summary>
internal sealed record LaneName(string Target, long Number)
{
    public static LaneName Of(LaneView lane) => new(lane.Target, lane.Lane);

    /// <exception cref="ScimException">400: it is none.</exception>
    public static LaneName Parse(string text)
    {
        int slash = text.LastIndexOf('/');
        return slash > 0 && long.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? new(text[..slash], number)
            : throw new ScimException(400, null, $"'{text}' is no lane; scim-gateway owed names them, such as app/7.");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Target}/{Number}");
}
