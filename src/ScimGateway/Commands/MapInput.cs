using ScimGateway.Clients;
using ScimGateway.Commands.Cases;
using ScimGateway.Pipeline;

namespace ScimGateway.Commands;

/// <summary>The input of <c>map</c>: a request, the client's profile, and the target's answers to its calls.</summary>
internal sealed record MapInput(OfflineRequest Request, string Profile, IReadOnlyList<OfflineAnswer> Answers)
{
    private const string Case = ".case";

    /// <exception cref="InvalidDataException">A file has none of the accepted forms.</exception>
    /// <exception cref="CaseException">A <c>.case</c> cannot be read.</exception>
    public static async Task<MapInput> ReadAsync(MapQuestion question, CancellationToken cancellation)
    {
        var said = IsCase(question.Request) ? await CaseAsync(question.Request, cancellation) : null;
        string profile = question.Profile ?? said?.Profile ?? "strict";
        string known = string.Join(", ", ClientProfile.All.Keys);
        if (!ClientProfile.All.ContainsKey(profile))
            throw new InvalidDataException($"There is no profile '{profile}'; there are {known}.");
        var answers = new List<OfflineAnswer>();
        foreach (string file in question.Answers) answers.AddRange(await AnswersAsync(file, cancellation));
        if (question.Answers.Count == 0 && said is not null) answers.AddRange(said.Calls.Select(call => call.Answers));
        var request = said?.Request ?? MessageFile.Request(await File.ReadAllTextAsync(question.Request, cancellation));
        return new MapInput(request, profile, answers);
    }

    private static async Task<IEnumerable<OfflineAnswer>> AnswersAsync(string file, CancellationToken cancellation) =>
        IsCase(file)
            ? (await CaseAsync(file, cancellation)).Calls.Select(call => call.Answers)
            : [MessageFile.Answer(await File.ReadAllTextAsync(file, cancellation))];

    private static async Task<MappingCase> CaseAsync(string file, CancellationToken cancellation) =>
        CaseReader.Read(file, await File.ReadAllTextAsync(file, cancellation));

    private static bool IsCase(string file) => file.EndsWith(Case, StringComparison.OrdinalIgnoreCase);
}
