using System.Diagnostics.CodeAnalysis;
using ScimGateway.Auditing;
using ScimGateway.Calls;
using ScimGateway.Pipeline.Arrivals;
using ScimGateway.Pipeline.Endpoints;
using ScimGateway.Runtime;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Resources;
using ScimGateway.State;
using ScimGateway.Targets;
using ScimGateway.Work;

namespace ScimGateway.Pipeline;

/// <summary>The whole handling of a SCIM request.</summary>
/// <remarks>Resolves no service of the request: that would open a scope for every one.</remarks>
internal sealed class ScimEndpoint(
    CurrentGateway current,
    Destinations destinations,
    WorkBudget budget,
    GatewayState state,
    ILogger<Bulk> log
)
{
    private const string NotBegun =
        "The time for this request was over before this operation began; nothing of it was done. Send it again.";

    public async Task HandleAsync(HttpContext context)
    {
        // In use until the request has ended, even if there is a reload.
        var gateway = current.Enter()
            ?? throw new ScimException(503, null, "The gateway is starting, or it ends.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        try
        {
            var arrival = Arrival.Of(context, gateway);
            arrival.Exchange.Work = budget.Begin(arrival.Client.Name, gateway.Config.Limits.WorkBytes);
            if (IsAside(context, arrival, out var aside))
            {
                await (await aside).WriteAsync(context.Response);
                return;
            }

            bool isMe = Me.IsAsked(arrival);
            if (isMe) arrival = Me.Locate(context, arrival);
            var exchange = arrival.Exchange;
            var asked = await Asked.ReadAsync(context, arrival);
            var request = arrival.Client.ToCommon(asked, gateway.Limits);
            if (isMe) request = request with { Id = await MeIdAsync(context, arrival, asked.Resource.Stack, request) };
            if (isMe) exchange.Add(new Found(request.Id));
            if (ProfileWords.Wanted(request) is { } wanted) exchange.Add(wanted);
            using var destination = destinations.Choose(context, arrival.Target, exchange);
            var answer = await SendAsync(asked.Resource.Stack, request, destination.Calls);
            if (answer.Status == 201) exchange.Add(new Found(answer.Resource?["id"]?.GetValue<string>()));
            var given = arrival.Client.FromCommon(answer, request, arrival.BaseUrl);
            // RFC 7644 section 3.11
            if (isMe) given = given with { Location = ResourceLocation.Of(arrival.BaseUrl, request.Type.Endpoint, request.Id!) };
            await given.WriteAsync(context.Response);
        }
        finally
        {
            gateway.Leave();
            if (context.Features.Get<Exchange>()?.Work is { } work) End(work, context.Response);
        }
    }

    // The rest of a large answer is still being sent, and counts until the client has it.
    private static void End(WorkHold work, HttpResponse response)
    {
        if (work.Held == 0) return;
        work.GiveBackTo(Math.Min(response.ContentLength ?? 0, Given.Slice));
        if (response.ContentLength > Given.Large) response.RegisterForDispose(work);
        else work.Dispose();
    }

    /// <summary>Whether it is not about resources of one type.</summary>
    private bool IsAside(HttpContext context, Arrival arrival, [NotNullWhen(true)] out Task<Given>? answer)
    {
        answer = Discovery.IsAsked(arrival) ? Task.FromResult(Discovery.Answer(context, arrival))
            : Bulk.IsAsked(arrival) ? BulkAsync(context, arrival)
            : Root.IsAsked(arrival) ? RootAsync(context, arrival)
            : AbsentType.Of(context, arrival) is { } absent ? Task.FromResult(AbsentType.Answer(arrival, absent))
            : null;
        return answer is not null;
    }

    private async Task<Given> BulkAsync(HttpContext context, Arrival arrival)
    {
        arrival.Exchange.Add(new Requested("bulk"));
        var asked = await Asked.ReadBulkAsync(context, arrival);
        destinations.Begin(arrival.Exchange);
        var bulk = new Bulk(
            arrival,
            state,
            log,
            (stack, one, part) => SendAsync(context, arrival.Target, stack, one, part),
            context.RequestAborted
        );
        return await bulk.AnswerAsync(asked);
    }

    private async Task<Given> RootAsync(HttpContext context, Arrival arrival)
    {
        arrival.Exchange.Add(new Requested("list"));
        var asked = await Asked.ReadRootAsync(context, arrival);
        return await new Root(
            arrival,
            (stack, one) => SendAsync(context, arrival.Target, stack, one, arrival.Exchange)
        ).AnswerAsync(asked);
    }

    private Task<string> MeIdAsync(HttpContext context, Arrival arrival, ITarget stack, ScimRequest request) =>
        Me.IdAsync(request, one => SendAsync(context, arrival.Target, stack, one, arrival.Exchange));

    private async Task<ScimAnswer> SendAsync(
        HttpContext context,
        Target target,
        ITarget stack,
        ScimRequest request,
        Exchange exchange
    )
    {
        using var destination = destinations.Choose(context, target, exchange);
        if (destination.Calls.TimeLeft == TimeSpan.Zero)
            throw new ScimException(503, null, NotBegun) { RetryAfter = TimeSpan.FromSeconds(1) };
        return await SendAsync(stack, request, destination.Calls);
    }

    private static Task<ScimAnswer> SendAsync(ITarget stack, ScimRequest request, CallContext context) =>
        context.Exchange.Work is { IsHeavy: true } work
            ? SendHeavyAsync(work, stack, request, context)
            : stack.SendAsync(request, context);

    private static Task<ScimAnswer> SendHeavyAsync(WorkHold work, ITarget stack, ScimRequest request, CallContext context) =>
        work.Lane.RunAsync(() => stack.SendAsync(request, context));
}
