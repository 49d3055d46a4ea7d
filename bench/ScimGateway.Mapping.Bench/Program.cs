using ScimGateway.Mapping.Bench;

switch (args.ElementAtOrDefault(0))
{
    case "hostile": HostileScripts.Run(args.ElementAtOrDefault(1)); break;
    case "cold": ScriptCosts.Cold(); break;
    case "parts": ScriptCosts.Parts(); break;
    case "warm": ScriptCosts.Warm(); break;
    default: Console.Error.WriteLine("Expected hostile [part of a name], cold, warm or parts."); return 2;
}

return 0;
