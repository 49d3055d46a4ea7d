using ScimGateway.Commands.Cases;
using ScimGateway.Commands.Output;
using ScimGateway.Configuration;

namespace ScimGateway.Commands;

/// <summary><c>test [mappings/…]</c>: runs the cases of mappings.</summary>
internal static class TestCommand
{
    /// <param name="paths">Folders of mappings, folders of such folders, or single <c>.case</c> files.</param>
    /// <param name="update">Writes the real result into the cases that fail.</param>
    /// <returns>The exit code: 0 when every case passed, 1 when one did not, or was written with a 5xx that it did not have; 2
    /// when there is none.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> paths, bool update, Shown shown, CancellationToken cancellation)
    {
        var files = paths.SelectMany(Cases).Distinct(StringComparer.Ordinal).ToList();
        if (files.Count == 0)
        {
            shown.Bad($"There are no cases in {string.Join(", ", paths)}; a case is a file mappings/NAME/cases/WHAT.case.");
            return 2;
        }

        int passed = 0, failed = 0;
        foreach (string file in files)
        {
            if (await PassesAsync(file, update, shown, cancellation)) passed++;
            else failed++;
        }

        shown.Line($"{passed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    private static async Task<bool> PassesAsync(string file, bool update, Shown shown, CancellationToken cancellation)
    {
        try
        {
            var one = CaseReader.Read(file, await File.ReadAllTextAsync(file, cancellation));
            var outcome = await CaseRunner.RunAsync(one, Folder(file), cancellation);
            if (outcome.Passed)
            {
                shown.Good($"  ok    {Short(file)}");
                return true;
            }

            if (update)
            {
                await File.WriteAllTextAsync(file, CaseWriter.Whole(outcome.Updated), cancellation);
                string madeUp = outcome.Unexpected > 0
                    ? $", the answers to {outcome.Unexpected} calls are made up: look at them"
                    : "";
                shown.Title($"  new   {Short(file)}{madeUp}");
                return !IsNewFailure(outcome, file, shown);
            }

            shown.Bad($"  FAIL  {Short(file)}");
            if (outcome.Unexpected > 0) shown.Line(
                $"    The target got {outcome.Unexpected} calls that the case does not know; their answers were made up."
            );
            shown.Difference(CaseWriter.Whole(outcome.Said), CaseWriter.Whole(outcome.Updated));
            return false;
        }
        catch (Exception fault) when (fault is CaseException or ConfigException or IOException or UnauthorizedAccessException)
        {
            shown.Bad($"  FAIL  {Short(file)}");
            shown.Indented(fault.Message);
            return false;
        }
    }

    // A case that contains a failure passes from then on, and nobody looks at it again.
    private static bool IsNewFailure(CaseOutcome outcome, string file, Shown shown)
    {
        int status = outcome.Went.Given.Status;
        if (status < 500 || status == outcome.Said.Given.Status) return false;
        shown.Bad($"  WARN  {Short(file)}: the client gets a {status} now, and the case says so from now on. If that is not "
            + "what it is for, mend it:");
        shown.Indented(CaseWriter.Text(outcome.Went.Given));
        return true;
    }

    // mappings/peakon/cases/create.case belongs to mappings/peakon.
    private static string Folder(string file) => Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(file)))!;

    private static string Short(string file) => Path.GetRelativePath(Directory.GetCurrentDirectory(), file);

    private static IEnumerable<string> Cases(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*.case", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        : [path];
}
