using ScimGateway.Configuration.Reading;

namespace ScimGateway.Configuration.Rules;

/// <summary>Names of clients, and names of targets, are unique.</summary>
internal sealed class UniqueNamesRule : IConfigRule
{
    public void Check(ConfigDraft draft)
    {
        Check(draft.Clients, client => client.Name, "client");
        Check(draft.Targets, target => target.Name, "target");
    }

    private static void Check<T>(IReadOnlyList<Placed<T>> all, Func<T, string?> nameOf, string what)
    {
        foreach (
            var same in all.Where(one => nameOf(one.Value) is not null)
                .GroupBy(one => nameOf(one.Value), StringComparer.Ordinal)
        )
            foreach (Placed<T> later in same.Skip(1))
                later.Place.Fault(
                    "name",
                    $"{Quoted.Text(same.Key!)} is already the {what} of line {same.First().Place.LineOf("name")}; choose another name"
                );
    }
}
