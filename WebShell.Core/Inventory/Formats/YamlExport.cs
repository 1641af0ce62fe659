using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace WebShell.Core.Inventory.Formats;

/// <summary>Writes machines in the portal's own form, which <see cref="YamlFormat"/> reads back the same.</summary>
public static class YamlExport
{
    public static void Write(IEnumerable<Vm> machines, TextWriter output)
    {
        var emitter = new Emitter(output, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        emitter.Emit(new MappingStart());
        emitter.Emit(new Scalar("machines"));
        emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
        foreach (var vm in machines)
        {
            Write(vm, emitter);
        }

        emitter.Emit(new SequenceEnd());
        emitter.Emit(new MappingEnd());
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    private static void Write(Vm vm, Emitter emitter)
    {
        emitter.Emit(new MappingStart());
        Text(emitter, "name", vm.Name);
        Text(emitter, "address", vm.Address);
        List(emitter, "otherAddresses", vm.OtherAddresses);
        Text(emitter, "port", vm.Port == 22 ? "" : vm.Port.ToString(CultureInfo.InvariantCulture));
        List(emitter, "logins", vm.Logins);
        List(emitter, "jumps", vm.Jumps);
        Map(emitter, "labels", vm.Labels);
        Text(emitter, "os", vm.OperatingSystem);
        Text(emitter, "owner", vm.Owner);
        Text(emitter, "credential", vm.Credential);
        Text(emitter, "hostKeyPolicy", vm.HostKeyPolicy);
        Text(emitter, "algorithms", vm.AllowsLegacyAlgorithms ? VmValidation.LegacyAlgorithms : null);
        Text(emitter, "allowLoopback", vm.AllowLoopback ? "true" : null);
        Text(emitter, "console", vm.ConsoleUrl);
        Text(emitter, "notes", vm.Notes);
        Links(emitter, vm.Links);
        emitter.Emit(new MappingEnd());
    }

    private static void Text(Emitter emitter, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            emitter.Emit(new Scalar(key));
            Value(emitter, value);
        }
    }

    // Quoted where a line break or an edge of blanks would not survive a plain one.
    private static void Value(Emitter emitter, string value) => emitter.Emit(new Scalar(
        AnchorName.Empty, TagName.Empty, value,
        value.AsSpan().IndexOfAnyInRange('\0', '\u001f') >= 0 || value.Trim().Length != value.Length ? ScalarStyle.DoubleQuoted : ScalarStyle.Any,
        isPlainImplicit: true, isQuotedImplicit: true));

    private static void List(Emitter emitter, string key, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        emitter.Emit(new Scalar(key));
        emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Flow));
        foreach (var value in values)
        {
            Value(emitter, value);
        }

        emitter.Emit(new SequenceEnd());
    }

    private static void Map(Emitter emitter, string key, IReadOnlyDictionary<string, string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        emitter.Emit(new Scalar(key));
        emitter.Emit(new MappingStart());
        foreach (var (name, value) in values)
        {
            Text(emitter, name, value);
        }

        emitter.Emit(new MappingEnd());
    }

    private static void Links(Emitter emitter, IReadOnlyList<MachineLink> links)
    {
        if (links.Count == 0)
        {
            return;
        }

        emitter.Emit(new Scalar("links"));
        emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
        foreach (var link in links)
        {
            Map(emitter, link);
        }

        emitter.Emit(new SequenceEnd());
    }

    private static void Map(Emitter emitter, MachineLink link)
    {
        emitter.Emit(new MappingStart());
        Text(emitter, "title", link.Title);
        Text(emitter, "url", link.Url);
        emitter.Emit(new MappingEnd());
    }
}
