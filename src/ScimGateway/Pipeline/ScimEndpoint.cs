using Microsoft.AspNetCore.Http.Features;
using Polly.CircuitBreaker;
using ScimGateway.Auditing;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Resources;
using ScimGateway.Targets;
using Yarp.ReverseProxy.Forwarder;

namespace ScimGateway.Pipeline;

/// <summary>The road. It runs inside YARP's pipeline, where YARP has chosen the destination.</summary>
internal sealed class ScimEndpoint(PassiveHealth health, ILogger<Bulk> log)
{
    public async Task HandleAsync(HttpContext context)
    {
        var arrival = context.Features.GetRequiredFeature<Arrival>();
        var exchange = context.Features.GetRequiredFeature<Exchange>();
        Given given;
        if (Discovery.IsAsked(arrival))
        {
            exchange.Operation = "discover";
            given = Discovery.Answer(context, arrival);
        }
        else if (Bulk.IsAsked(arrival))
        {
            exchange.Operation = "bulk";
            var bulk = await Asked.ReadBulkAsync(context, arrival);
            given = await new Bulk(arrival, exchange, log, (stack, one, part) => SendAsync(context, arrival.Target, stack, one, part)).AnswerAsync(bulk);
        }
        else if (Root.IsAsked(arrival))
        {
            exchange.Operation = "list";
            var asked = await Asked.ReadRootAsync(context, arrival);
            given = await new Root(arrival, exchange, (stack, one) => SendAsync(context, arrival.Target, stack, one, exchange)).AnswerAsync(asked);
        }
        else if (AbsentType.Of(context, arrival) is { } absent)
        {
            exchange.Asks(ScimOperation.List, absent.Name, null);
            given = AbsentType.Answer();
        }
        else
        {
            given = await ResourceAsync(context, arrival, exchange);
        }

        await given.WriteAsync(context, arrival.Client.Profile.MediaType);
    }

    private async Task<Given> ResourceAsync(HttpContext context, Arrival arrival, Exchange exchange)
    {
        bool isMe = Me.IsAsked(arrival);
        if (isMe) arrival = Me.Locate(context, arrival);
        var asked = await Asked.ReadAsync(context, arrival);
        var request = arrival.Client.ToCommon(asked, arrival.Gateway.Limits);
        if (isMe) request = request with { Id = exchange.ResourceId = await Me.IdAsync(request, one => SendAsync(context, arrival.Target, asked.Resource.Stack, one, exchange)) };
        if (request.Operation is ScimOperation.Create or ScimOperation.Replace or ScimOperation.Patch) exchange.Attributes = SafeNames.Attributes(ProfileWords.ChangedAttributes(request));
        var answer = await SendAsync(context, arrival.Target, asked.Resource.Stack, request, exchange);
        if (answer.Status == 201) exchange.ResourceId = answer.Resource?["id"]?.GetValue<string>();
        var given = arrival.Client.FromCommon(answer, request, arrival.BaseUrl);
        return isMe ? given with { Location = ResourceLocation.Of(arrival.BaseUrl, request.Type.Endpoint, request.Id!) } : given; // RFC 7644 section 3.11
    }

    private async Task<ScimAnswer> SendAsync(HttpContext context, Target target, ITarget stack, ScimRequest request, Exchange exchange)
    {
        var proxy = context.GetReverseProxyFeature();
        var destination = proxy.AvailableDestinations[0];
        proxy.ProxiedDestination = destination;
        context.Features.Set<IForwarderErrorFeature>(null); // of an earlier operation of a Bulk request
        var connection = new TargetConnection(proxy.Cluster.HttpClient, destination.Model.Config.Address.TrimEnd('/'), exchange, context.RequestAborted);
        using var deadline = Deadline.After(target.Config.Limits.Patience, context.RequestAborted);
        try
        {
            return await stack.SendAsync(request, connection, deadline.Token);
        }
        catch (OperationCanceledException fault) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw new ScimException(503, null, $"Too many changes of this resource wait for the target '{target.Name}' already.", fault) { RetryAfter = TimeSpan.FromSeconds(1), Reason = "too many waiting" };
        }
        catch (ScimException fault) when (fault.InnerException is HttpRequestException or IOException or OperationCanceledException or BrokenCircuitException)
        {
            // YARP's passive health only learns from this feature; it sees neither statuses nor our exceptions.
            context.Features.Set<IForwarderErrorFeature>(new TargetError(fault.InnerException));
            throw;
        }
        finally
        {
            health.Judge(context, target.Cluster!, destination);
        }
    }

    private sealed record TargetError(Exception? Exception) : IForwarderErrorFeature
    {
        public ForwarderError Error => Exception is OperationCanceledException ? ForwarderError.RequestTimedOut : ForwarderError.Request;
    }
}
