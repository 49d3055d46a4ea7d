using Polly;

namespace ScimGateway.Calls;

/// <summary>Runs a function through a pipeline, with a context from the pool.</summary>
internal static class Pipelines
{
    public static async ValueTask<Outcome<Attempt>> RunAsync<T>(
        this ResiliencePipeline<Attempt> pipeline,
        Func<ResilienceContext, T, ValueTask<Outcome<Attempt>>> run,
        T with,
        CancellationToken cancellation
    )
    {
        var context = ResilienceContextPool.Shared.Get(cancellation);
        try
        {
            return await pipeline.ExecuteOutcomeAsync(run, context, with);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
