using ScimGateway.Configuration.Reading;

namespace ScimGateway.Configuration.Rules;

/// <summary>A shared cache needs a <c>cursorKey</c>: entries in Redis are sealed, and every replica must open them.</summary>
internal sealed class SharedCacheNeedsKeyRule : IConfigRule
{
    public void Check(ConfigDraft draft)
    {
        if (draft.Config.Redis is not null && !draft.Place.Has("cursorKey"))
            draft.Place.Fault("cache", "a cache in Redis is sealed with cursorKey, which is missing; "
                + "write cursorKey: env:NAME or file:PATH, the same for every replica");
    }
}
