<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology|Forms">
 <renderer-v2 forceraster="0" type="singleSymbol" referencescale="-1" enableorderby="0" symbollevels="0">
  <symbols>
   <symbol clip_to_extent="1" type="marker" name="0" alpha="1" force_rhr="0">
    <layer locked="0" pass="0" enabled="1" class="SimpleMarker">
     <Option type="Map">
      <Option type="QString" name="angle" value="45" />
      <Option type="QString" name="cap_style" value="square" />
      <Option type="QString" name="color" value="26,26,26,255" />
      <Option type="QString" name="horizontal_anchor_point" value="1" />
      <Option type="QString" name="joinstyle" value="bevel" />
      <Option type="QString" name="name" value="cross_fill" />
      <Option type="QString" name="outline_color" value="255,255,255,255" />
      <Option type="QString" name="outline_style" value="solid" />
      <Option type="QString" name="outline_width" value="0.3" />
      <Option type="QString" name="outline_width_unit" value="MM" />
      <Option type="QString" name="scale_method" value="diameter" />
      <Option type="QString" name="size" value="4" />
      <Option type="QString" name="size_unit" value="MM" />
      <Option type="QString" name="vertical_anchor_point" value="1" />
     </Option>
    </layer>
   </symbol>
  </symbols>
  <rotation />
  <sizescale />
 </renderer-v2>
</qgis>
