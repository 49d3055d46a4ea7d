namespace ScimGateway.Configuration.Reading;

internal static class Booleans
{
    public static bool Parse(string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ => throw new ValueFaultException($"{Quoted.Text(text)} is neither true nor false; write one of them"),
    };
}
