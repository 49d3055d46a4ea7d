using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using ScimGateway.Bench.Servers;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Bench;

/// <summary>Filters (RFC 7644 section 3.4.2.2): to read one, and to ask 10,000 users; the latter is told per user.</summary>
[MemoryDiagnoser]
public class FilterBenchmarks
{
    private const int Users = 10_000;

    private static readonly ReadingRules Rules = new(ResourceType.User);

    private readonly JsonObject[] users = [.. ListResponse.Read(ScimJson.Parse(SampleUsers.List(Users), 64)).Resources];
    private readonly FilterPredicate byUserName = Compiled("userName eq \"Ana.Bergman9999@example.org\"");
    private readonly FilterPredicate byId = Compiled("id eq \"employee_9999\"");
    private readonly FilterPredicate byWorkEmail = Compiled(
        "emails[type eq \"work\" and value eq \"ana.bergman9999@example.org\"]"
    );
    private readonly FilterPredicate bySeveral = Compiled("active eq true and (title co \"engineer\" or name.familyName sw "
        + "\"Berg\") and meta.lastModified gt \"2025-01-01T00:00:00Z\"");

    [Benchmark]
    public Filter Read_userName_eq() => Filter.Parse("userName eq \"ana.bergman@example.org\"", Rules);

    [Benchmark]
    public Filter Read_emails_value_path() =>
        Filter.Parse("emails[type eq \"work\" and value eq \"ana.bergman@example.org\"]", Rules);

    [Benchmark]
    public Filter Read_four_comparisons() =>
        Filter.Parse("active eq true and (title co \"engineer\" or name.familyName sw \"Berg\") and meta.lastModified gt "
            + "\"2025-01-01T00:00:00Z\"", Rules);

    [Benchmark(OperationsPerInvoke = Users)]
    public int Ask_userName_eq() => Count(byUserName);

    [Benchmark(OperationsPerInvoke = Users)]
    public int Ask_id_eq() => Count(byId);

    [Benchmark(OperationsPerInvoke = Users)]
    public int Ask_emails_value_path() => Count(byWorkEmail);

    [Benchmark(OperationsPerInvoke = Users)]
    public int Ask_four_comparisons() => Count(bySeveral);

    private static FilterPredicate Compiled(string filter) =>
        FilterPredicate.Compile(Filter.Parse(filter, Rules), ResourceType.User);

    private int Count(FilterPredicate predicate)
    {
        int found = 0;
        foreach (var user in users)
            if (predicate.Matches(user)) found++;
        return found;
    }
}
