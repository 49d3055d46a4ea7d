using System.Text.RegularExpressions;

namespace ScimGateway.Tests.Layering;

/// <summary>Something outside that only some may name.</summary>
/// <param name="Pattern">As code names it; what it ends in is not part of the name.</param>
/// <param name="Owners">Folders, with those in them, or whole projects.</param>
internal sealed record Seam(string Pattern, string[] Owners)
{
    private readonly Regex code = new(@"(?<![\w.])" + Pattern, RegexOptions.None, TimeSpan.FromSeconds(10));

    public string? NamedIn(string text) => code.Match(text) is { Success: true } found ? found.Value.TrimEnd('.', ';') : null;
}

/// <summary>Judges files by the floors of their folders.</summary>
internal sealed class House(string[] floors, Seam[] seams, (string Home, string[] Others)[] strangers)
{
    private static readonly string[] Libraries = ["ScimGateway.Scim", "ScimGateway.Mapping", "ScimGateway.Sandbox"];

    public IEnumerable<string> Faults(IReadOnlyList<SourceFile> files)
    {
        var types = files.SelectMany(file => file.Declared.Select(name => (Name: name, file.Namespace)))
            .ToLookup(type => type.Name, type => type.Namespace, StringComparer.Ordinal);
        return files.SelectMany(file => FaultsOf(file, types).Distinct().Select(fault => $"{file.Path}: {fault}"));
    }

    private IEnumerable<string> FaultsOf(SourceFile file, ILookup<string, string> types)
    {
        int floor = Array.IndexOf(floors, file.Namespace);
        if (floor < 0) return file.Declared is [] ? [] : [$"{file.Namespace} has no floor: give it one in LayeringTests.Floors."];
        // A library cannot name the executable, and a type of a package may have the name of one there.
        return Uses(file, types)
            .Where(use => use.Namespace != file.Namespace && (IsInLibrary(use.Namespace) || !IsInLibrary(file.Namespace)))
            .Select(use => Fault(file.Namespace, floor, use))
            .OfType<string>()
            .Concat(
                seams
                    .Where(seam => !seam.Owners.Any(owner => IsIn(file.Namespace, owner)))
                    .Select(seam => Fault(file, seam))
                    .OfType<string>()
            );
    }

    private string? Fault(string home, int floor, (string Name, string Namespace) use)
    {
        if (Array.IndexOf(floors, use.Namespace) >= floor)
            return $"{home} may not use {use.Namespace} ({use.Name}): it is not on a lower floor.";
        return strangers.Any(law => IsIn(home, law.Home) && law.Others.Any(other => IsIn(use.Namespace, other)))
            ? $"{home} may not use {use.Namespace} ({use.Name}): it is a stranger there."
            : null;
    }

    private static string? Fault(SourceFile file, Seam seam) => seam.NamedIn(file.Code) is { } named
        ? $"{file.Namespace} may not use {named}: only {string.Join(", ", seam.Owners)} may."
        : null;

    /// <summary>The types that a file names: of all that have the name, the one that the compiler would find.</summary>
    private static IEnumerable<(string Name, string Namespace)> Uses(SourceFile file, ILookup<string, string> types)
    {
        var around = Around(file.Namespace).ToList();
        foreach (string use in file.Usings)
            if (types[Last(use)].Contains(First(use))) yield return (Last(use), First(use)); // using static
        foreach (string name in file.Names)
        {
            string[] parts = name.Split('.');
            for (int length = parts.Length; length > 0; length--)
            {
                string type = parts[length - 1], before = string.Join('.', parts[..(length - 1)]);
                string? found = around.Select(space => before.Length == 0 ? space : $"{space}.{before}").Append(before)
                    .Concat(before.Length == 0 ? file.Usings : []).FirstOrDefault(space => types[type].Contains(space));
                if (found is null) continue;
                yield return (type, found);
                break;
            }
        }
    }

    // Its own namespace, and those around it.
    private static IEnumerable<string> Around(string space)
    {
        for (; space.Length > 0; space = First(space)) yield return space;
    }

    private static string First(string name) => name.LastIndexOf('.') is >= 0 and var dot ? name[..dot] : "";

    private static string Last(string name) => name[(name.LastIndexOf('.') + 1)..];

    // The executable's namespace is the beginning of the libraries' ones.
    private static bool IsIn(string space, string owner) =>
        space == owner
        || (space.StartsWith(owner + '.', StringComparison.Ordinal) && (IsInLibrary(owner) || !IsInLibrary(space)));

    private static bool IsInLibrary(string space) => Libraries.Any(library => Begins(space, library));

    private static bool Begins(string space, string library) => (space + '.').StartsWith(library + '.', StringComparison.Ordinal);
}
