namespace ScimGateway.Calls;

/// <summary>The places in a target's queue: a limit for all, and a share of them for each client.</summary>
internal sealed class QueueShares(int places, int sharePercent)
{
    private readonly int each = places == 0 ? 0 : Math.Max(1, (int)((long)places * sharePercent / 100));
    private readonly Dictionary<string, int> waiting = new(StringComparer.Ordinal);
    private int all;

    /// <summary>Takes a place, to be returned by <see cref="Leave"/>; <see langword="false"/>: there is none for this
    /// client.</summary>
    public bool TryJoin(string client)
    {
        lock (waiting)
        {
            int own = waiting.GetValueOrDefault(client);
            if (all >= places || own >= each) return false;
            waiting[client] = own + 1;
            all++;
            return true;
        }
    }

    public void Leave(string client)
    {
        lock (waiting)
        {
            all--;
            if (--waiting[client] == 0) waiting.Remove(client);
        }
    }
}
