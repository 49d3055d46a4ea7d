using ScimGateway.Commands;
using ScimGateway.Commands.Output;

namespace ScimGateway.Tests.Commands;

/// <summary>One command, run in this process as the command line runs it.</summary>
internal sealed record CommandRun(int ExitCode, string Output)
{
    public static async Task<CommandRun> OfAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        var line = CommandLine.Of(
            _ => throw new InvalidOperationException("Only 'run' runs."),
            new Shown(output, colours: false)
        );
        int exit = await line.Parse(arguments)
            .InvokeAsync(new System.CommandLine.InvocationConfiguration { Output = output, Error = output });
        return new CommandRun(exit, output.ToString());
    }
}
