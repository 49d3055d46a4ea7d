using ScimGateway.Tests.Fixtures;
using Xunit.Abstractions;

namespace ScimGateway.Tests.Emulation;

/// <summary>100,000 users go by, and no more than a page of them stays. Alone, for the memory of one process is
/// measured.</summary>
[Collection(ListMemoryCollection.Name)]
public sealed class ListMemoryTests(ITestOutputHelper output)
{
    private const int Users = 100_000;

    /// <summary>What 100,000 users would be as trees is more than ten times as much.</summary>
    private const long Most = 16 * 1024 * 1024;

    private const string Mapping = "target({ can: { filters: false, sort: false, pageSize: 500 }, User: {} });";

    [Theory] // page of the client; what the target says of its total; how many the client is told of; what the target was asked
    [InlineData("filter=title%20eq%20%22t050000%22&count=10", true, 1, 200)]
    [InlineData("filter=active%20eq%20false&startIndex=33001&count=10", true, 33_333, 200)]
    [InlineData("sortBy=title&count=10", true, Users, 200)]
    [InlineData("count=0", false, Users, 202)]
    public async Task A_list_is_gone_through_and_no_more_than_a_page_is_kept(string query, bool counts, int total, int calls)
    {
        int asked = 0;
        long most = 0;
        var paged = new PagedTarget(Users)
        {
            Total = (_, all) => counts ? all : null,
            Asking = () => most = ++asked % 40 == 0 ? Math.Max(most, GC.GetTotalMemory(forceFullCollection: true)) : most,
        };
        await using var target = await paged.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            Mapping,
            top: $"limits: {{ scanResources: {2 * Users} }}"
        );
        await gateway.GetAsync("Users?count=1");
        (long before, asked, most) = (GC.GetTotalMemory(forceFullCollection: true), 0, 0);

        var list = (await gateway.GetAsync("Users?" + query)).Json!;

        Assert.Equal((total, calls), (list["totalResults"]!.GetValue<int>(), asked));
        output.WriteLine(
            $"{query}: {asked} calls; live before {before >> 10} KB, in between at most {(most - before) >> 10} KB more"
        );
        Assert.True(most - before < Most, $"{(most - before) >> 20} MB were live in the middle of the list.");
    }
}

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ListMemoryCollection
{
    public const string Name = "memory of lists";
}
