namespace ScimGateway.Sandbox;

/// <summary>The last calls, in the order of their arrival.</summary>
internal sealed class CallLog(int capacity)
{
    private readonly Lock gate = new();
    private readonly Queue<RecordedCall> calls = new();

    public void Add(RecordedCall call)
    {
        lock (gate)
        {
            calls.Enqueue(call);
            if (calls.Count > capacity) calls.Dequeue();
        }
    }

    public IReadOnlyList<RecordedCall> All()
    {
        lock (gate) return [.. calls];
    }

    public void Clear()
    {
        lock (gate) calls.Clear();
    }
}
