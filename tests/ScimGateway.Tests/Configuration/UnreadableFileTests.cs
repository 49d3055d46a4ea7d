using ScimGateway.Configuration;
using ScimGateway.Configuration.Loading;

namespace ScimGateway.Tests.Configuration;

public sealed class UnreadableFileTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_missing_file_is_told_with_the_path_that_was_tried_and_how_to_start() => Assert.Equal(
        $"missing.yaml: there is no such file (looked for {Path.GetFullPath("missing.yaml")}); start with the path of one: scim-gateway path/to/gateway.yaml",
        Refused("missing.yaml"));

    [Fact]
    public void A_folder_is_no_config()
    {
        string path = folder.At("");
        Assert.Equal($"{path}: this is a folder; write the path of the file, such as gateway.yaml", Refused(path));
    }

    [Fact]
    public void A_file_larger_than_a_mebibyte_is_not_read()
    {
        folder.Write("gateway.yaml", new string('#', 1024 * 1024 + 1));
        Assert.Equal($"{folder.ConfigPath}: the file is larger than 1 MiB; is it the right one?", Refused(folder.ConfigPath));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_not_read()
    {
        File.WriteAllBytes(folder.ConfigPath, [0x63, 0xFF, 0xFE, 0x00]);
        Assert.Equal($"{folder.ConfigPath}: the file is not UTF-8 text; save it as UTF-8", Refused(folder.ConfigPath));
    }

    [Theory]
    [InlineData("", "is empty; write the secret into it")]
    [InlineData(" \n", "is empty; write the secret into it")]
    public void A_file_without_a_secret_is_told(string content, string fault)
    {
        folder.Write("token", content);
        var refused = Assert.Throws<ConfigException>(() => folder.Read(
            "clients: [ { name: okta, token: env:OKTA_TOKEN, target: peakon } ]\ntargets: [ { name: peakon, url: https://peakon.example, auth: { bearer: file:token } } ]"));
        Assert.Equal(
            $"{folder.ConfigPath}:2: targets.peakon.auth.bearer: the file {folder.At("token")} {fault}",
            refused.Message
        );
    }

    /// <summary>Whatever an editor's accident makes of a good file, it reads or it is refused with faults that have a
    /// place.</summary>
    [Fact]
    public void A_damaged_file_is_refused_in_words()
    {
        string good = File.ReadAllText(TestEnvironment.DemoFile);
        string[] scraps = [
            "",
            "\n",
            " ",
            "\t",
            "{",
            "}",
            "[",
            "]",
            ":",
            "-",
            "\"",
            "'",
            "#",
            "&a",
            "*a",
            "!!int ",
            "~",
            "|",
            ">",
            "%",
            "@",
            "? ",
            "\0",
            "---\n",
            "...",
            "\u2028",
            "é",
        ];
        var random = new Random(7643);
        for (int i = 0; i < 300; i++)
        {
            int at = random.Next(good.Length);
            string scrap = scraps[random.Next(scraps.Length)];
            string damaged = good[..at] + scrap + good[Math.Min(good.Length, at + random.Next(12))..];
            Assert.True(ReadsOrIsRefusedInWords(damaged), damaged);
        }
    }

    private bool ReadsOrIsRefusedInWords(string yaml)
    {
        try
        {
            return folder.Read(yaml).Clients.Count > 0;
        }
        catch (ConfigException refused)
        {
            return refused.Faults.Count > 0
                && refused.Faults.All(fault => fault.Line <= yaml.Split('\n').Length && fault.Message.Length > 0);
        }
    }

    private static string Refused(string path) =>
        Assert.Throws<ConfigException>(() => GatewayConfigReader.Read(path, TestEnvironment.Variable)).Message;
}
