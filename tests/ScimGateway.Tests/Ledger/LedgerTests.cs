using ScimGateway.Tests.Conformance;

namespace ScimGateway.Tests.Ledger;

public sealed class LedgerTests
{
    [Fact]
    public void The_ledger_is_written_from_the_operations_and_the_forms() =>
        EmulationDocument.Holds("ledger", committed => CallTable.Read(committed).ToMarkdown());
}
