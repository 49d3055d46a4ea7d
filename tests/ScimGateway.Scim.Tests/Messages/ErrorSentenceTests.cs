using System.Text;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Scim.Tests.Messages;

public sealed class ErrorSentenceTests
{
    public static TheoryData<string, string> Cases => CaseTable.Read("Messages/sentences.cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_sentence_is_found_in_every_shape_that_vendors_give_it(string body, string sentence) =>
        Assert.Equal(sentence, ErrorSentence.In(ScimJson.Parse(Encoding.UTF8.GetBytes(body), 32)) ?? "none");

    [Fact]
    public void A_long_sentence_is_cut_between_characters() =>
        Assert.Equal(new string('x', 499) + "…", ErrorSentence.Of(new string('x', 499) + "😀" + new string('y', 400)));
}
