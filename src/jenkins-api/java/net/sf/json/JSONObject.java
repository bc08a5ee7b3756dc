package net.sf.json;

public final class JSONObject {
    private JSONObject() {}

    public native Object get(String key);

    public native Object put(String key, Object value);

    public native Object remove(String key);
}
